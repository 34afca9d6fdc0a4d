using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Templates;
using Xunit;

namespace Parvis.Audit.Tests.Templates;

public class TemplateTests
{
    [Theory]
    [InlineData("{{ ''.__class__.__mro__[1].__subclasses__() }}")]
    [InlineData("{{ x['__class__'] }}")]
    [InlineData("{{ x|attr('\\x5f\\x5fclass\\x5f\\x5f') }}")]
    [InlineData("{{ x|attr('\\u005f\\137class\\N{LOW LINE}_') }}")]
    [InlineData("{{ x['__cla' 'ss__'] }}")]
    [InlineData("{{ x['__cla' + 'ss__'] }}")]
    [InlineData("{{ x['__cla' ~ 'ss__'] }}")]
    [InlineData("{{ x[['__cla', 'ss__']|join] }}")]
    [InlineData("{{ x[('__cla', 'ss__')|join('')] }}")]
    [InlineData("{{ x[''.join(['__cla', 'ss__'])] }}")]
    [InlineData("{{ x['__ssalc__'[::-1]] }}")]
    [InlineData("{{ x['__ssalc__'|reverse] }}")]
    [InlineData("{{ x['%sclass%s' % ('__', '__')] }}")]
    [InlineData("{{ x['%c%cclass%c%c'|format(95, 95, 95, 95)] }}")]
    [InlineData("{{ x['{0}{0}class{0}{0}'.format('_')] }}")]
    [InlineData("{{ x['{a}class{a}'.format(a='__')] }}")]
    [InlineData("{{ x['__CLASS__'.lower()] }}")]
    [InlineData("{{ x['__CLASS__'|lower] }}")]
    [InlineData("{{ x['__clXss__'.replace('X', 'a')] }}")]
    [InlineData("{{ x['__clXss__'|replace('X', 'a')] }}")]
    [InlineData("{{ x['_' * 2 + 'class' + '_' * 2] }}")]
    [InlineData("{{ x['QQ__class__QQ'.strip('Q')] }}")]
    [InlineData("{{ x['a,__class__'.split(',')[1]] }}")]
    [InlineData("{{ x['a__class__b'[1:-1]] }}")]
    [InlineData("{{ x[dict(__cla=1, ss__=2)|join] }}")]
    [InlineData("{{ x[{'a': '__class__'}['a']] }}")]
    [InlineData("{{ x[{'__class__': 1}|first] }}")]
    [InlineData("{% set a = '__init__' %}{{ cycler[a]['__glo' + 'bals__'] }}")]
    [InlineData("{% set a %}__cla{% endset %}{% set b %}{{ a }}ss__{% endset %}{{ x[b] }}")]
    [InlineData("{% macro m(a) %}__{{ a }}__{% endmacro %}{{ x[m('class')] }}")]
    [InlineData("{% set ns = namespace(s='') %}{% for c in ['__', 'cla', 'ss', '__'] %}{% set ns.s = ns.s ~ c %}{% endfor %}{{ x[ns.s] }}")]
    [InlineData("{% set l = [] %}{% do l.append('__cla') %}{% do l.append('ss__') %}{{ x[l|join] }}")]
    [InlineData("{% with a = '__cla', b = 'ss__' %}{{ x[a ~ b] }}{% endwith %}")]
    [InlineData("{{ x['__class__' if y else 'role'] }}")]
    [InlineData("{% if y %}{% set a = '__class__' %}{% else %}{% set a = 'role' %}{% endif %}{{ x[a] }}")]
    [InlineData("{{ [x]|map(attribute='__class__')|list }}")]
    [InlineData("{{ [x]|map(attribute='role.__class__')|list }}")]
    [InlineData("{{ [x]|map('attr', '__class__')|list }}")]
    [InlineData("{{ xs|selectattr('__class__')|list }}")]
    [InlineData("{{ xs|groupby('__class__') }}")]
    [InlineData("{{ xs|sort(attribute='__class__') }}")]
    [InlineData("{{ xs|sum('__class__') }}")]
    [InlineData("{{ '{0.__class__}'.format(x) }}")]
    [InlineData("{{ '{x[__class__]}'.format_map({'x': 1}) }}")]
    [InlineData("{{ lipsum.__globals__['os'].system('true') }}")]
    [InlineData("{{ self._TemplateReference__context }}")]
    [InlineData("{{ self['_TemplateReference__context'] }}")]
    [InlineData("{{ __builtins__['eval']('1') }}")]
    [InlineData("{{ __import__('os') }}")]
    [InlineData("{{ getattr(x, y) }}")]
    [InlineData("{{ open('/etc/passwd').read() }}")]
    [InlineData("{{ os.popen('id').read() }}")]
    [InlineData("{{ x.y.popen('id') }}")]
    [InlineData("{{ x['popen']('id') }}")]
    [InlineData("{{ f.gi_frame.f_back }}")]
    [InlineData("{{ x.mro() }}")]
    [InlineData("{{ x|attr(a)|attr(b)|attr(c)(1) }}")]
    [InlineData("{% set u = (x|string|list)[18] %}{{ y[u ~ u ~ 'class' ~ u ~ u] }}")]
    [InlineData("{% filter attr('__class__') %}x{% endfilter %}")]
    [InlineData("{% for k in '__class__' if x[k].__init__ %}{% endfor %}")]
    [InlineData("{% macro never() %}{{ x.__class__ }}{% endmacro %}")]
    [InlineData("{% if false %}{{ x.__class__ }}{% endif %}")]
    [InlineData("{{ x is defined and x.__class__ }}")]
    [InlineData("{%- call m(x.__class__) -%}{%- endcall -%}")]
    [InlineData("{{ x.\uFF3F\uFF3Fclass\uFF3F\uFF3F }}")]
    [InlineData("{{ x[[95, 95]] }}{% for c in ().__class__.__base__.__subclasses__() %}{% endfor")] // broken off
    public void A_way_into_Python_is_unsafe_however_it_is_written(string template) => Assert.Equal(Verdict.Unsafe, Judge(template));

    [Theory]
    [InlineData("{{ x|attr('role') }}")]
    [InlineData("{{ x|attr(name) }}")]
    [InlineData("{{ x[(y ~ z)] }}")]
    [InlineData("{{ x['abcdefghijklmnopqrstuvwxyz_'[i]] }}")]
    [InlineData("{{ cycler }}")]
    [InlineData("{{ (lipsum|string)[18] }}")]
    [InlineData("{{ config.items() }}")]
    [InlineData("{{ get_flashed_messages() }}")]
    [InlineData("{% include 'other.html' %}")]
    [InlineData("{% import x as y %}")]
    [InlineData("{% from 'a' import b %}")]
    [InlineData("{% extends 'a' %}")]
    [InlineData("{% for i in range(999999999) %}{% endfor %}")]
    [InlineData("{{ 'a' * 99999999999 }}")]
    [InlineData("{{ 9 ** 99999 }}")]
    [InlineData("{{ message['_private'] }}")]
    [InlineData("{{ unclosed ")]
    [InlineData("{% if x %}no end")]
    [InlineData("{{ 1 + }}")]
    [InlineData("{% unheard_of %}")]
    [InlineData("{% debug %}")]
    public void What_a_chat_template_has_no_need_of_is_suspicious(string template) => Assert.Equal(Verdict.Suspicious, Judge(template));

    [Theory]
    [MemberData(nameof(HonestTemplates))]
    public void An_honest_template_is_safe(string template) => Assert.Empty(Findings(template).Select(finding => $"{finding.Rule.Id} {string.Join(' ', finding.Values.Values)}"));

    public static TheoryData<string> HonestTemplates() => [.. Honest.Templates];

    [Fact]
    public void Collected_templates_are_judged_as_labelled()
    {
        foreach (var (file, label) in Labels.Of("modelaudit").Where(one => Path.GetExtension(one.File) is ".j2" or ".jinja" or ".template"))
            Assert.Equal((file, label == "benign" ? Verdict.Safe : Verdict.Unsafe), (file, Cases.VerdictOf(file)));
    }

    [Fact]
    public void A_finding_says_which_line()
    {
        var finding = Assert.Single(Findings("a\n{{ messages }}\n{{ x.__class__ }}"));
        Assert.Equal(("3", "__class__", 21L), (finding.Values["line"], finding.Values["name"], finding.Offset));
    }

    [Fact]
    public void Deep_and_long_templates_end_soon()
    {
        Assert.Equal(Verdict.Suspicious, Judge("{{ " + new string('(', 20_000) + new string(')', 20_000) + " }}"));
        Assert.Equal(Verdict.Suspicious, Judge("{{ x" + string.Concat(Enumerable.Repeat(".a", 20_000)) + " }}"));
        Assert.Equal(Verdict.Suspicious, Judge(string.Concat(Enumerable.Repeat("{% if x %}", 4000))));
        Assert.Equal(Verdict.Suspicious, Judge("{{ " + string.Join('+', Enumerable.Repeat("'a'", 50_000)) + " }}"));
        Assert.Equal(Verdict.Suspicious, Judge("{{ " + string.Join(' ', Enumerable.Repeat("'a'", 100_000)) + " }}"));
    }

    [Fact]
    public void Loops_in_loops_and_macros_in_macros_end_soon()
    {
        Assert.Equal(Verdict.Safe, Judge(string.Concat(Enumerable.Repeat("{% for a in b %}", 90)) + "{{ a }}" + string.Concat(Enumerable.Repeat("{% endfor %}", 90))));
        Assert.Equal(Verdict.Safe, Judge("{% macro f(x) %}{{ f(x ~ 'a') }}{{ f(x ~ 'b') }}{{ f('c') }}{% endmacro %}{{ f('d') }}"));
    }

    [Fact]
    public void Mutated_templates_are_read_or_refused() =>
        Mutations.Survive([.. Honest.Templates.Append("{% set a = '__init__' %}{{ cycler[a]['__glo' + 'bals__'] }}").Select(template => ("chat_template.jinja", Encoding.UTF8.GetBytes(template)))], 10_000, seed: 20_261_124);

    private static IReadOnlyList<Finding> Findings(string template) => Cases.Examine("chat_template.jinja", Encoding.UTF8.GetBytes(template))[0].Findings;

    private static Verdict Judge(string template) => Verdicts.Of(Findings(template));
}
