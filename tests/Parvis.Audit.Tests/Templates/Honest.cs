namespace Parvis.Audit.Tests.Templates;

/// <summary>Chat templates written for these tests with everything that those of published models do.</summary>
internal static class Honest
{
    public static readonly IReadOnlyList<string> Templates =
    [
        "",
        "no code at all { } {not} }} %}",
        "{% if a: %}{% elif b: %}{% else: %}{% endif %}{% for a in b: %}{{ a }}{% endfor %}",
        // plain turns
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
        // a system turn that is taken out, alternating roles, errors
        """
        {%- if messages[0]['role'] == 'system' -%}
            {%- set system_message = messages[0]['content']|trim -%}
            {%- set loop_messages = messages[1:] -%}
        {%- else -%}
            {%- set system_message = '' -%}
            {%- set loop_messages = messages -%}
        {%- endif -%}
        {{- bos_token + '[INST] ' -}}
        {%- for message in loop_messages -%}
            {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
                {{- raise_exception('Roles must alternate: user, assistant, user …') -}}
            {%- endif -%}
            {%- if message['role'] == 'user' and loop.first and system_message is defined -%}
                {{- '<<SYS>>\n' + system_message + '\n<</SYS>>\n\n' + message['content'] + ' [/INST]' -}}
            {%- elif message['role'] == 'assistant' -%}
                {%- generation -%}{{- ' ' ~ message['content']|trim ~ ' ' ~ eos_token -}}{%- endgeneration -%}
            {%- else -%}
                {{- raise_exception('Only user and assistant: ' ~ message['role'] ~ '!') -}}
            {%- endif -%}
        {%- endfor -%}
        """,
        // tools, namespaces, dates, JSON
        """
        {%- if not date_string is defined %}
            {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}{%- else %}{%- set date_string = "26 Jul 2024" %}{%- endif %}
        {%- endif %}
        {%- if not tools is defined %}{%- set tools = none %}{%- endif %}
        {%- set ns = namespace(multi_step=true, last_query_index=messages|length - 1, found=false) %}
        {%- for message in messages[::-1] %}
            {%- set index = (messages|length - 1) - loop.index0 %}
            {%- if ns.multi_step and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
                {%- set ns.multi_step = false %}
                {%- set ns.last_query_index = index %}
            {%- endif %}
        {%- endfor %}
        {%- if tools %}
            {{- '<|im_start|>system\n' }}
            {{- "# Tools\n\nYou may call one or more functions.\n<tools>" }}
            {%- for tool in tools %}{{- "\n" }}{{- tool | tojson(indent=4) }}{%- endfor %}
            {{- "\n</tools>\n\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n" }}
        {%- endif %}
        {%- for message in messages %}
            {%- set content = message.content if message.content is string else '' %}
            {%- if message.role == "assistant" %}
                {%- set reasoning_content = '' %}
                {%- if message.reasoning_content is string %}
                    {%- set reasoning_content = message.reasoning_content %}
                {%- elif '</think>' in content %}
                    {%- set reasoning_content = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
                    {%- set content = content.split('</think>')[-1].lstrip('\n') %}
                {%- endif %}
                {{- '<|im_start|>' + message.role + '\n<think>\n' + reasoning_content.strip('\n') + '\n</think>\n\n' + content }}
                {%- for tool_call in message.tool_calls %}
                    {%- if (loop.first and content) or (not loop.first) %}{{- '\n' }}{%- endif %}
                    {%- if tool_call.function %}{%- set tool_call = tool_call.function %}{%- endif %}
                    {{- '<tool_call>\n{"name": "' ~ tool_call.name ~ '", "arguments": ' }}
                    {%- if tool_call.arguments is string %}{{- tool_call.arguments }}{%- else %}{{- tool_call.arguments | tojson }}{%- endif %}
                    {{- '}\n</tool_call>' }}
                {%- endfor %}
            {%- elif message.role == "tool" %}
                {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
                {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|im_end|>\n' }}{%- endif %}
            {%- endif %}
        {%- endfor %}
        """,
        // macros that call themselves, mappings, filters with attributes, tests
        """
        {%- macro kind(spec, depth=0, required=[]) -%}
            {%- if spec.type == 'array' -%}
                {%- if spec['items'] and spec['items']['type'] == 'object' -%}{{ kind(spec['items'], depth + 1) ~ '[]' }}{%- else -%}any[]{%- endif -%}
            {%- elif spec.type is iterable and spec.type is not string -%}
                {{ spec.type | map('upper') | join(' | ') }}
            {%- elif spec.oneOf -%}
                {%- for variant in spec.oneOf -%}{{ kind(variant, depth + 1) }}{%- if not loop.last %} | {% endif -%}{%- endfor -%}
            {%- elif spec.type == 'object' and spec.properties -%}
                {{- '{' }}{%- for name, property in spec.properties.items() %}{{ name }}{{ '?' if name not in (required or []) }}: {{ kind(property, depth + 1) }}, {%- endfor %}{{ '}' -}}
            {%- else -%}any{%- endif -%}
        {%- endmacro -%}
        {%- macro extra(object, handled) -%}
            {%- if object is mapping -%}
                {%- for key in object if key not in handled -%}
                    {%- if object[key] is mapping or (object[key] is sequence and object[key] is not string) -%}<{{ key }}>{{ object[key] | tojson | safe }}</{{ key }}>{%- else -%}<{{ key }}>{{ object[key] | string }}</{{ key }}>{%- endif -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endmacro -%}
        {%- set defaults = {'reasoning': 'medium', 'channels': ['analysis', 'final']} %}
        {%- set texts = messages | selectattr('role', 'equalto', 'system') | map(attribute='content') | list %}
        {%- set others = messages | rejectattr('role', 'equalto', 'system') | list %}
        {{- texts | join('\n\n') | default(defaults['reasoning'], true) }}
        {%- for tool in tools or [] %}
            {%- set tool = tool.function if tool.function is defined else tool %}
            {{- kind(tool.parameters, required=tool.parameters.required) ~ extra(tool, ['name', 'parameters']) }}
            {%- for name, value in tool.parameters.properties | dictsort %}{{ loop.index ~ '. ' ~ name | replace('_', ' ') | title ~ ': ' ~ value.description | default('none') }}{%- if loop.nextitem is defined %}, {% endif %}{%- endfor %}
        {%- endfor %}
        {%- for message in others recursive %}
            {%- if message.content is not string %}
                {%- for part in message.content %}
                    {%- if part['type'] == 'image' or 'image_url' in part %}{{ '<image>' }}{%- elif 'text' in part %}{{ part['text'] }}{%- endif %}
                    {%- if loop.index0 >= 100 %}{% break %}{% endif %}
                {%- endfor %}
            {%- endif %}
            {%- set role = {'assistant': 'model', 'user': 'user'}[message.role] if message.role in ['assistant', 'user'] else message.role.title() %}
            {{- '%s: %s (%02d)' % (role, message['content'] | upper, loop.index) }}
            {{- ('<' ~ message['role'] ~ '_start>') if loop.previtem is none else '' }}
        {%- endfor %}
        {%- call(item) extra(messages[0], []) %}{{ item }}{% endcall %}
        {%- filter trim %} x {% endfilter %}
        {% raw %}{{ not.a['template'].__class__ }}{% endraw %}{# {{ comment.__class__ }} #}
        {%- if enable_thinking is defined and enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{%- endif %}
        {%- if messages[-1]['role'] == 'user' and add_generation_prompt %}{{ '<start_of_turn>model\n' }}{%- endif %}
        {%- for _ in range(3) %}{{ '-' * 3 }}{% endfor %}{{ 1_000 // 3 ** 2 + 0x1F - 1.5e3 }}
        {{- dict(messages[0], content='x').content ~ "\"quoted\" \\ and é" }}
        {%- set ns2 = namespace() %}{%- set ns2.text = '' %}{%- for m in messages %}{%- set ns2.text = ns2.text ~ m.content ~ '\n' %}{%- endfor %}{{ ns2.text }}
        {%- set a, b = 1, (2, 3)[0] %}{{ (a, b)|sum }}{{ messages|groupby('role')|length }}
        """,
    ];
}
