using Armadillo.Testing.ArangoDb.Authentication;

namespace Armadillo.Testing.ArangoDb.Tests.Authentication;

public sealed class SuperuserTokenTests
{
    private const string HeaderAndClaims = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXJfaWQiOiJub25lIiwiaXNzIjoiYXJhbmdvZGIifQ";

    [Theory]
    [InlineData("secret", "4Bd75b3ew6SQinKTUTzS08qWP-efpnmLGHWb_nxxIag")]
    [InlineData("größer", "PCL2407xSEiRCV4GWphbaqhAkzL-c87ACRs9QTx2rAY")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "Jlf2EGROWygcME8k9xq9F15axSof76MxgqT9Hs_IU90")]
    public void The_signature_is_what_another_implementation_of_HS256_computes(string secret, string signature) =>
        Assert.Equal($"{HeaderAndClaims}.{signature}", SuperuserToken.Sign(secret));
}
