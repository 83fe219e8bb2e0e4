package dev.gosync.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats the entries of a configuration as lines of YAML, for help and for new configurations. */
final class YamlText {
    /** Text that YAML reads as this text, without quotes. It begins with a letter or with a slash and a letter. */
    private static final Pattern PLAIN = Pattern.compile("/?[A-Za-z][\\w./@-]*(?: [\\w./@-]+)*");

    /** Plain text that YAML or this program reads as another value. */
    private static final Pattern WORDS_WITH_MEANING = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private YamlText() {}

    /**
     * Formats a place, as it is written under {@code source} or in the list of {@code destinations}.
     *
     * @param values by key: strings, numbers, booleans, and lists and maps of these
     * @return the type, and each key indented by two spaces
     */
    static List<String> place(String type, Map<String, ?> values) {
        List<String> lines = new ArrayList<>();
        lines.add(type + ":" + (values.isEmpty() ? " {}" : ""));
        values.forEach((key, value) -> lines.add("  " + key + ": " + value(value)));
        return lines;
    }

    /** Formats a whole value on one line. */
    static String value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> value(entry.getKey()) + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(YamlText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? text(text) : String.valueOf(value);
    }

    /** Formats a value as a user types it: the items of a list with commas between them. */
    static String plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
        return value instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private static String text(String text) {
        boolean isPlain = PLAIN.matcher(text).matches()
                && !WORDS_WITH_MEANING.matcher(text).matches();
        return isPlain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    static List<String> indented(String indent, Collection<String> lines) {
        return lines.stream().map(line -> line.isEmpty() ? line : indent + line).toList();
    }

    /** Formats an entry of a list: the first line has the dash. */
    static List<String> item(List<String> lines) {
        List<String> item = new ArrayList<>(indented("  ", lines));
        item.set(0, "- " + lines.get(0));
        return item;
    }
}
