package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Builds a document in the Markdown of GitHub. All text of files and services goes into code, where it can neither format
 * anything nor mention a user.
 */
final class Markdown {
    /** Longer text is cut. */
    private static final int LONGEST_TEXT = 500;

    /** Longer lists are closed at first. */
    private static final int LONGEST_OPEN = 10;

    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final String PLAIN = " -/=,()";

    private final StringBuilder text = new StringBuilder();
    private final int mostItems;
    private int cut;

    /** @param mostItems how many items of a list are shown */
    Markdown(int mostItems) {
        this.mostItems = mostItems;
    }

    /** {@return a text as code} */
    static String code(String text) {
        String shown = shortened(text);
        int longest = BACKTICKS
                .matcher(shown)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String space = shown.isEmpty()
                        || shown.startsWith("`")
                        || shown.endsWith("`")
                        || (shown.startsWith(" ") && shown.endsWith(" "))
                ? " "
                : "";
        return fence + space + shown + space + fence;
    }

    /** {@return a text as code that can be in a table, where a vertical bar would end the cell} */
    static String codeInCell(String text) {
        StringBuilder cell = new StringBuilder("<code>");
        shortened(text).codePoints().forEach(codePoint -> {
            if (codePoint > 0x7F || Character.isLetterOrDigit(codePoint) || PLAIN.indexOf(codePoint) >= 0) {
                cell.appendCodePoint(codePoint);
            } else {
                cell.append("&#").append(codePoint).append(';');
            }
        });
        return cell.append("</code>").toString();
    }

    /** {@return a message as code, on one line} */
    static String message(String text) {
        return code(TextFormat.oneLine(cut(text, LONGEST_TEXT * 2)));
    }

    private static String shortened(String text) {
        String shown = InvisibleCharacters.shownIn(cut(text, LONGEST_TEXT + 1));
        return shown.length() <= LONGEST_TEXT ? shown : cut(shown, LONGEST_TEXT) + "...";
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A paragraph, a heading or a list item that nothing else belongs to. */
    Markdown paragraph(String line) {
        return line(line).line("");
    }

    Markdown row(String... cells) {
        return line("| " + String.join(" | ", cells) + " |");
    }

    /** A command on a line, which can be copied. */
    Markdown command(String command) {
        String fence = command.contains("```") ? "````" : "```";
        return line(fence + "sh").line(TextFormat.oneLine(command)).line(fence).line("");
    }

    /**
     * A list that can be opened and closed.
     *
     * @param title our words only, because Markdown does not hold in it
     * @param items the items
     * @param format makes Markdown of an item
     */
    <T> Markdown list(String title, Collection<T> items, Function<T, String> format) {
        if (items.isEmpty()) {
            return this;
        }
        open(title, items.size());
        items.stream().limit(mostItems).forEach(item -> line("- " + format.apply(item)));
        return close(items.size());
    }

    /** A list in which each reason is told once, with the things behind it. */
    Markdown grouped(String title, Map<String, List<String>> thingsByReason) {
        int size = thingsByReason.values().stream().mapToInt(List::size).sum();
        if (size == 0) {
            return this;
        }
        open(title, size);
        int left = mostItems;
        for (Map.Entry<String, List<String>> reason : thingsByReason.entrySet()) {
            List<String> things = reason.getValue();
            if (left > 0 && things.size() == 1) {
                String why = reason.getKey().isEmpty() ? "" : ": " + message(reason.getKey());
                line("- " + code(things.get(0)) + why);
            } else if (left > 0) {
                line("- " + (reason.getKey().isEmpty() ? things.size() + ":" : message(reason.getKey()) + ":"));
                things.stream().limit(left).forEach(thing -> line("  - " + code(thing)));
            }
            left = Math.max(0, left - things.size());
        }
        return close(size);
    }

    private void open(String title, int size) {
        line(size <= LONGEST_OPEN && size <= mostItems ? "<details open>" : "<details>");
        line("<summary>" + title + "</summary>").line("");
    }

    private Markdown close(int size) {
        if (size > mostItems) {
            line("- ... and " + cut(size - mostItems) + " more");
        }
        return line("").line("</details>").line("");
    }

    /** Counts what is not shown. */
    int cut(int count) {
        cut += count;
        return count;
    }

    /** {@return how many items are not shown} */
    int cut() {
        return cut;
    }

    int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
