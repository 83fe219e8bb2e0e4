package dev.gosync.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values, so that a fake needs no library: a {@link Map}, a {@link List}, a {@link String}, a {@link Long}
 * or a {@link Double}, a {@link Boolean}, or null. Strict: what RFC 8259 does not allow is refused. Safe for use by
 * several threads.
 */
public final class Json {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern LONG = Pattern.compile("-?[0-9]{1,18}");

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads a text that holds one value.
     *
     * @param text the whole text
     * @return the value; objects keep the order of their members
     * @throws IllegalArgumentException if the text is not JSON, saying where
     */
    public static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return value;
    }

    /**
     * Reads a text that holds one object.
     *
     * @param text the whole text
     * @return its members, in their order
     * @throws IllegalArgumentException if the text is not a JSON object, saying where
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        Json json = new Json(text);
        json.skipSpace();
        Map<String, @Nullable Object> object = json.object();
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return object;
    }

    /**
     * Writes a value.
     *
     * @param value a map with keys that are strings, an iterable, a string, a number, a boolean or null
     * @return its text, on one line
     * @throws IllegalArgumentException if it is or holds anything else
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            String separator = "{";
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(separator);
                writeString(String.valueOf(member.getKey()), out);
                write(member.getValue(), out.append(':'));
                separator = ",";
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            out.append('[');
            String separator = "";
            for (Object element : list) {
                write(element, out.append(separator));
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof CharSequence string) {
            writeString(string, out);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    private static void writeString(CharSequence string, StringBuilder out) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                out.append(string, written, i);
                out.append(c < ' ' ? "\\u%04x".formatted((int) c) : "\\" + c);
                written = i + 1;
            }
        }
        out.append(string, written, string.length()).append('"');
    }

    private @Nullable Object value() {
        skipSpace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        for (boolean more = peek() != '}'; more; more = comma('}')) {
            skipSpace();
            int start = at;
            String key = string();
            skipSpace();
            expect(':');
            Object value = value();
            if (object.containsKey(key)) {
                at = start;
                throw unexpected("a key that is not there twice");
            }
            object.put(key, value);
        }
        expect('}');
        return object;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        expect('[');
        skipSpace();
        for (boolean more = peek() != ']'; more; more = comma(']')) {
            list.add(value());
        }
        expect(']');
        return list;
    }

    private boolean comma(char end) {
        skipSpace();
        if (peek() == end) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        int read = at;
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                at--;
                throw unexpected("the rest of a string");
            }
            if (c == '\\') {
                string.append(text, read, at - 1).append(escaped());
                read = at;
            }
        }
        return string.append(text, read, at - 1).toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        at--;
                        throw unexpected("a hexadecimal digit");
                    }
                    unit = unit * 16 + digit;
                }
                yield (char) unit;
            }
            default -> {
                at--;
                throw unexpected("an escape that JSON has");
            }
        };
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!NUMBER.matcher(number).matches()) {
            at = start;
            throw unexpected("a value");
        }
        return LONG.matcher(number).matches() ? (Number) Long.valueOf(number) : (Number) Double.valueOf(number);
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() {
        if (at == text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at++);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("not JSON: expected %s at position %d, found %s"
                .formatted(wanted, at, at < text.length() ? "'" + text.charAt(at) + "'" : "the end"));
    }
}
