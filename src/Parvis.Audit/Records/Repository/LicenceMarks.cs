namespace Parvis.Audit.Records.Repository;

/// <summary>Recognises the text of a licence by words that only it has.</summary>
internal static class LicenceMarks
{
    /// <summary>All words must occur, in any order; blanks and case do not matter. The id is SPDX's, or the kernel's for licences that SPDX has not.</summary>
    private static readonly (string Id, string[] Words)[] Marks =
    [
        ("Apache-2.0", ["apache license", "version 2.0, january 2004"]),
        ("AGPL-3.0-only", ["gnu affero general public license", "version 3, 19 november 2007"]),
        ("LGPL-3.0-only", ["gnu lesser general public license", "version 3, 29 june 2007"]),
        ("LGPL-2.1-only", ["gnu lesser general public license", "version 2.1, february 1999"]),
        ("GPL-3.0-only", ["gnu general public license version 3, 29 june 2007"]),
        ("GPL-2.0-only", ["gnu general public license version 2, june 1991"]),
        ("MPL-2.0", ["mozilla public license version 2.0", "covered software"]),
        ("EUPL-1.2", ["european union public licence", "v. 1.2"]),
        ("Unlicense", ["this is free and unencumbered software released into the public domain"]),
        ("ISC", ["permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted", "appear in all copies"]),
        ("BSD-3-Clause", ["redistribution and use in source and binary forms", "redistributions in binary form must reproduce", "to endorse or promote products"]),
        ("BSD-2-Clause", ["redistribution and use in source and binary forms", "redistributions in binary form must reproduce"]),
        ("MIT", ["permission is hereby granted, free of charge, to any person obtaining a copy", "without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell"]),
        ("CC0-1.0", ["cc0 1.0 universal"]),
        ("CC-BY-NC-ND-4.0", ["attribution-noncommercial-noderivatives 4.0 international"]),
        ("CC-BY-NC-SA-4.0", ["attribution-noncommercial-sharealike 4.0 international"]),
        ("CC-BY-NC-4.0", ["attribution-noncommercial 4.0 international"]),
        ("CC-BY-ND-4.0", ["attribution-noderivatives 4.0 international"]),
        ("CC-BY-SA-4.0", ["attribution-sharealike 4.0 international"]),
        ("CC-BY-4.0", ["attribution 4.0 international", "creative commons"]),
        ("ODbL-1.0", ["open database license", "database contents"]),
        ("OpenMDW-1.0", ["openmdw license agreement, version 1.0"]),
        ("LicenseRef-BigScience-BLOOM-RAIL-1.0", ["bigscience rail license v1.0"]),
        ("LicenseRef-BigScience-OpenRAIL-M", ["bigscience openrail-m"]),
        ("LicenseRef-BigCode-OpenRAIL-M", ["bigcode openrail-m"]),
        ("LicenseRef-OpenRAIL-PP-M", ["creativeml open rail++-m"]),
        ("LicenseRef-CreativeML-OpenRAIL-M", ["creativeml open rail-m"]),
        ("LicenseRef-Llama-4", ["llama 4 community license agreement"]),
        ("LicenseRef-Llama-3.3", ["llama 3.3 community license agreement"]),
        ("LicenseRef-Llama-3.2", ["llama 3.2 community license agreement"]),
        ("LicenseRef-Llama-3.1", ["llama 3.1 community license agreement"]),
        ("LicenseRef-Llama-3", ["meta llama 3 community license agreement"]),
        ("LicenseRef-Llama-2", ["llama 2 community license agreement"]),
        ("LicenseRef-Gemma", ["gemma terms of use"]),
        ("LicenseRef-Tongyi-Qianwen-Research", ["tongyi qianwen research license agreement"]),
        ("LicenseRef-Tongyi-Qianwen", ["tongyi qianwen license agreement"]),
        ("LicenseRef-DeepSeek", ["deepseek license agreement"]),
        ("LicenseRef-NVIDIA-Open-Model", ["nvidia open model license"]),
        ("LicenseRef-Apple-AMLR", ["apple machine learning research model"]),
        ("LicenseRef-FAIR-NC-Research", ["fair noncommercial research license"]),
    ];

    /// <summary>A licence whose words a text has, with the first of them as evidence.</summary>
    internal sealed record Found(string Id, string Quote);

    /// <summary>The licences whose words are in a text, those most particular first.</summary>
    public static IReadOnlyList<Found> Of(string text)
    {
        var plain = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        var found = new List<Found>();
        foreach (var (id, words) in Marks)
        {
            if (!Array.TrueForAll(words, word => plain.Contains(word, StringComparison.Ordinal))) continue;
            // The shorter BSD text is part of the longer one, as Llama 3's name is of its successors'.
            if (id == "BSD-2-Clause" && found.Exists(one => one.Id == "BSD-3-Clause")) continue;
            found.Add(new(id, words[0]));
        }
        return found;
    }
}
