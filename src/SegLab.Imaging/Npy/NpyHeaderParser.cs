using System.Globalization;

namespace SegLab.Imaging.Npy;

/// <summary>
/// Reads the text of a header, a Python dict of <c>descr</c>, <c>fortran_order</c> and <c>shape</c>. It knows texts, truth values and
/// tuples of whole numbers, and nothing else of Python.
/// </summary>
sealed class NpyHeaderParser(string text, string name)
{
    int position;

    public NpyHeader Parse()
    {
        string? descr = null;
        bool? fortranOrder = null;
        nint[]? shape = null;
        Expect('{', "at the start of its header");
        while (!Skip('}'))
        {
            string key = Text("a key");
            Expect(':', $"after '{key}'");
            switch (key)
            {
                case "descr" when descr is null: descr = Description(); break;
                case "fortran_order" when fortranOrder is null: fortranOrder = Truth(); break;
                case "shape" when shape is null: shape = Shape(); break;
                case "descr" or "fortran_order" or "shape": throw Fault($"its header has '{key}' twice");
                default: throw Fault($"its header has the key '{Shown(key)}', expected descr, fortran_order and shape");
            }

            if (Skip(',')) continue;
            Expect('}', $"after the value of '{key}'");
            break;
        }

        if (!AtEnd) throw Fault($"its header goes on after the dict, at character {position + 1}");
        string missing = descr is null ? "descr" : fortranOrder is null ? "fortran_order" : "shape";
        if (descr is null || fortranOrder is not { } fortran || shape is null) throw Fault($"its header lacks '{missing}'");
        (NpyElementType type, bool bigEndian) = Element(descr);
        return new NpyHeader(type, bigEndian, fortran, shape);
    }

    bool AtEnd
    {
        get
        {
            while (position < text.Length && text[position] is ' ' or '\n' or '\t' or '\r') position++;
            return position == text.Length;
        }
    }

    (NpyElementType Type, bool IsBigEndian) Element(string descr)
    {
        (char order, string code) = descr is ['<' or '>' or '=' or '|', ..] ? (descr[0], descr[1..]) : ('|', descr);
        NpyElementType type = NpyElementCode.Find(code)
            ?? throw Fault($"it holds {NpyElementCode.Describe(code)}, element type '{Shown(descr)}'; "
                + "expected bool, int8 to int64, uint8 to uint64 or float16 to float64");
        if (order == '|' && NpyElementCode.Size(type) > 1)
            throw Fault($"the element type '{descr}' does not say its byte order, expected '<{code}' or '>{code}'");
        return (type, order == '>' || (order == '=' && !BitConverter.IsLittleEndian));
    }

    string Description()
    {
        if (!AtEnd && text[position] is '[' or '(' or '{')
            throw Fault("it holds records of several fields; expected one number an element");
        return Text("the element type");
    }

    bool Truth()
    {
        if (!AtEnd && text.AsSpan(position).StartsWith("True"))
        {
            position += 4;
            return true;
        }

        if (!AtEnd && text.AsSpan(position).StartsWith("False"))
        {
            position += 5;
            return false;
        }

        throw Fault($"its header has no True or False at character {position + 1}, as the value of 'fortran_order'");
    }

    nint[] Shape()
    {
        Expect('(', "at the start of the shape");
        var extents = new List<nint>();
        while (!Skip(')'))
        {
            if (extents.Count == NpyHeader.MaximumRank) throw Fault($"its shape has more than {NpyHeader.MaximumRank} extents");
            extents.Add(Extent());
            if (Skip(',')) continue;
            if (extents.Count == 1)
                throw Fault($"its shape is ({extents[0]}), which is a number and not a tuple; expected ({extents[0]},)");
            Expect(')', "at the end of the shape");
            break;
        }

        nint[] shape = [.. extents];
        if (NpyHeader.CountOf(shape) is null)
        {
            string given = string.Join(", ", shape);
            throw Fault($"its shape ({given}) asks for more than the {Array.MaxLength} elements that one array can have");
        }

        return shape;
    }

    nint Extent()
    {
        int start = AtEnd ? text.Length : position;
        if (Skip('-')) throw Fault("its shape has a negative extent");
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        if (position == start) throw Fault($"its shape has no whole number at character {start + 1}");
        ReadOnlySpan<char> digits = text.AsSpan(start, position - start);
        if (!nint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out nint extent))
            throw Fault($"its shape has the extent {Shown(digits.ToString())}, more than any array can have");

        // Python 2 wrote its long integers as 3L.
        if (position < text.Length && text[position] == 'L') position++;
        return extent;
    }

    string Text(string what)
    {
        if (AtEnd || text[position] is not ('\'' or '"'))
            throw Fault($"its header has no text at character {position + 1}, where {what} should be");
        char quote = text[position];
        int end = text.IndexOf(quote, position + 1);
        if (end < 0) throw Fault($"its header ends inside the text that starts at character {position + 1}");
        string content = text[(position + 1)..end];
        if (content.Contains('\\', StringComparison.Ordinal))
            throw Fault($"its header has a backslash in the text at character {position + 1}");
        position = end + 1;
        return content;
    }

    void Expect(char expected, string where)
    {
        if (!Skip(expected)) throw Fault($"its header lacks {expected} {where}, at character {position + 1}");
    }

    bool Skip(char expected)
    {
        if (AtEnd || text[position] != expected) return false;
        position++;
        return true;
    }

    /// <summary>A piece of the header as it can stand in a message: short, and nothing that a terminal would obey.</summary>
    static string Shown(string piece)
    {
        string kept = string.Concat(piece.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter));
        return piece.Length > 40 ? kept + "…" : kept;
    }

    InvalidDataException Fault(string what) => NpyError.Invalid(name, what);
}
