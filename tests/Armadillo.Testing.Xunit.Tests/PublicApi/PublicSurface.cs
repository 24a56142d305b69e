using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Armadillo.Testing.Xunit.Tests.PublicApi;

/// <summary>Writes every visible type and member of an assembly, sorted, one line each.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Render(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => IsRecord(type) ? "record struct" : "struct",
            _ when IsRecord(type) => "record",
            _ => "class",
        };
        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true, IsInterface: false } => "abstract ",
            { IsSealed: true, IsValueType: false } => "sealed ",
            _ => "",
        };
        string[] parents =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) ? [Name(parent)] : Array.Empty<string>(),
            .. type.GetInterfaces().Where(i => i.IsVisible && !i.Name.StartsWith("IEquatable", StringComparison.Ordinal) && !type.IsEnum).Select(Name).Order(StringComparer.Ordinal),
        ];
        return $"public {modifier}{kind} {Name(type)}{(parents.Length == 0 ? "" : $" : {string.Join(", ", parents)}")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}"));
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(c => $"{Access(c)} {Simple(type)}({Parameters(c)})")
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => $"field {Name(f.FieldType)} {f.Name}"))
            .Concat(type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible) && !IsGenerated(p.GetMethod)).Select(Property))
            .Concat(type.GetEvents(Declared).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetMethods(Declared).Where(m => IsVisible(m) && !IsGenerated(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method));
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = new List<string>();
        foreach (var accessor in property.GetAccessors(nonPublic: true).Where(IsVisible))
        {
            var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            var word = accessor == property.GetMethod ? "get" : isInit ? "init" : "set";
            accessors.Add(accessor.IsPublic ? word : $"protected {word}");
        }

        var first = property.GetAccessors(nonPublic: true)[0];
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        var nullable = Mark(property.PropertyType, Nullability.Create(property).ReadState);
        return $"{Access(first)} {required}{Name(property.PropertyType)}{nullable} {index} {{ {string.Join("; ", accessors)}; }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Access(method)} {Name(method.ReturnType)}{Mark(method.ReturnType, Nullability.Create(method.ReturnParameter).ReadState)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var value = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? (parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null")}" : "";
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        return $"{prefix}{Name(parameter.ParameterType)}{Mark(parameter.ParameterType, Nullability.Create(parameter).ReadState)} {parameter.Name}{value}";
    }

    private static string Mark(Type type, NullabilityState state) => !type.IsValueType && state == NullabilityState.Nullable ? "?" : "";

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "public" : "protected";
        return method switch
        {
            { IsStatic: true } => $"{access} static",
            { IsAbstract: true, DeclaringType.IsInterface: false } => $"{access} abstract",
            { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false } => $"{access} {(((MethodInfo)method).GetBaseDefinition() == method ? "virtual" : "override")}",
            _ => access,
        };
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MethodInfo? method) => method is null || method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) || method.Name == "get_EqualityContract");

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is { } method && method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Simple(Type type) => type.Name.Split('`')[0];

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!)}";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var prefix = type.IsNested ? $"{Name(type.DeclaringType!)}." : type.Namespace?.StartsWith("Armadillo", StringComparison.Ordinal) == true ? $"{type.Namespace}." : "";
        var arguments = type.GetGenericArguments();
        return prefix + Simple(type) + (arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>");
    }
}
