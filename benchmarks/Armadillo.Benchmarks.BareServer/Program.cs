// The least that a web server of .NET can be: what any program on Kestrel pays for its start.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore();
var app = builder.Build();
app.Urls.Add(args[0]);
app.Run(context => context.Response.WriteAsync("{}"));
await app.RunAsync();
