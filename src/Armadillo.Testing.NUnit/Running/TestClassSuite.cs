using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>The suite around the class: NUnit disposes the class after the last hook that the class has itself, and the topology has to outlive it.</summary>
internal sealed class TestClassSuite : TestSuite
{
    private readonly TestClass _class;

    public TestClassSuite(TestClass testClass, TestSuite fixture)
        : base(testClass.Type.Namespace, fixture.Name)
    {
        _class = testClass;
        Add(fixture);
    }

    private TestClassSuite(TestClassSuite suite, ITestFilter filter)
        : base(suite, filter) => _class = suite._class;

    /// <summary>Runners know this one, which also has nothing but fixtures in it.</summary>
    public override string TestType => "ParameterizedFixture";

    public override TAttr[] GetCustomAttributes<TAttr>(bool inherit) => typeof(TAttr) == typeof(ITestAction) ? [(TAttr)(object)new EndOfClass(_class)] : [];

    public override TestSuite Copy(ITestFilter filter) => new TestClassSuite(this, filter);

    private sealed class EndOfClass(TestClass testClass) : ITestAction
    {
        public ActionTargets Targets => ActionTargets.Suite;

        public void BeforeTest(ITest test)
        {
        }

        public void AfterTest(ITest test) => testClass.End();
    }
}
