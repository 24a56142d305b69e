using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>One document before and after; one of both is missing when it was made or removed.</summary>
internal sealed record DocumentChange(string Collection, JsonObject? Old, JsonObject? New)
{
    public string Key => (string)(New ?? Old)!["_key"]!;

    public string Id => $"{Collection}/{Key}";

    public string Revision => (string)(New ?? Old)!["_rev"]!;

    /// <summary>The answer in the recorded order of keys.</summary>
    public JsonObject ToAnswer(DocumentOptions options)
    {
        var answer = new JsonObject { ["_id"] = Id, ["_key"] = Key, ["_rev"] = Revision };
        if (New is not null && Old is not null)
        {
            answer["_oldRev"] = Old["_rev"]!.DeepClone();
        }

        if (options.ReturnNew && New is not null)
        {
            answer["new"] = New.DeepClone();
        }

        if (options.ReturnOld && Old is not null)
        {
            answer["old"] = Old.DeepClone();
        }

        return answer;
    }
}
