package dev.gosync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a terminal shows for the bytes that a program sends: lines wrap at its width, and codes move the cursor, erase and
 * set colours. Lines that a real one scrolls away stay. A code that it does not know is an error, so that a test notices.
 */
final class EmulatedScreen {
    private record Cell(String text, Set<String> styles) {}

    private static final Pattern CODE = Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])");
    private static final Cell BLANK = new Cell(" ", Set.of());

    private final int columns;
    private final List<List<Cell>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    private final Set<String> styles = new TreeSet<>();
    private int row;
    private int column;

    EmulatedScreen(int columns, String output) {
        this.columns = columns;
        Matcher codes = CODE.matcher(output);
        int i = 0;
        while (i < output.length()) {
            if (output.charAt(i) == '\u001b') {
                if (!codes.region(i, output.length()).lookingAt()) {
                    throw new AssertionError("An unknown code after: " + text());
                }
                code(codes.group(1), codes.group(2));
                i = codes.end();
            } else {
                int codePoint = output.codePointAt(i);
                character(codePoint);
                i += Character.charCount(codePoint);
            }
        }
    }

    private void character(int codePoint) {
        switch (codePoint) {
            case '\r' -> column = 0;
            case '\n' -> down();
            case '\b' -> column = Math.max(0, column - 1);
            case '\u0007' -> {}
            default -> write(Character.toString(codePoint));
        }
    }

    private void write(String character) {
        int width = DisplayWidth.of(character);
        if (column + width > columns) {
            column = 0;
            down();
        }
        List<Cell> line = lines.get(row);
        while (line.size() < column + width) {
            line.add(BLANK);
        }
        line.set(column, new Cell(character, Set.copyOf(styles)));
        for (int i = 1; i < width; i++) {
            line.set(column + i, new Cell("", Set.copyOf(styles)));
        }
        column += width;
    }

    private void down() {
        row++;
        if (row == lines.size()) {
            lines.add(new ArrayList<>());
        }
    }

    private void code(String parameters, String letter) {
        int count = parameters.isEmpty() || !parameters.matches("[0-9]+") ? 1 : Integer.parseInt(parameters);
        switch (letter) {
            case "m" -> List.of(parameters.split(";", -1)).forEach(this::style);
            case "A" -> row = Math.max(0, row - count);
            case "B" -> row = Math.min(lines.size() - 1, row + count);
            case "C" -> column = Math.min(columns - 1, column + count);
            case "D" -> column = Math.max(0, column - count);
            case "G" -> column = count - 1;
            case "K" -> {
                List<Cell> line = lines.get(row);
                int from = parameters.equals("2") ? 0 : Math.min(column, line.size());
                line.subList(from, line.size()).clear();
            }
            case "J" -> {
                lines.subList(row + 1, lines.size()).clear();
                List<Cell> line = lines.get(row);
                line.subList(Math.min(column, line.size()), line.size()).clear();
            }
            case "h", "l" -> {} // shows and hides the cursor
            default -> throw new AssertionError("An unknown code: " + parameters + letter);
        }
    }

    private void style(String parameter) {
        switch (parameter) {
            case "", "0" -> styles.clear();
            case "1" -> styles.add("bold");
            case "2" -> styles.add("faint");
            case "21", "22" -> styles.removeAll(Set.of("bold", "faint"));
            case "31" -> styles.add("red");
            case "32" -> styles.add("green");
            case "33" -> styles.add("yellow");
            case "39" -> styles.removeAll(Set.of("red", "green", "yellow"));
            default -> throw new AssertionError("An unknown style: " + parameter);
        }
    }

    /** {@return what a user sees, without blanks at the end of lines} */
    String text() {
        return lines.stream()
                .map(line -> line.stream().map(Cell::text).collect(Collectors.joining()))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    /** {@return the same with the styles: {@code <bold red>REFUSED</>}} */
    String styledText() {
        return lines.stream()
                .map(EmulatedScreen::styled)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private static String styled(List<Cell> line) {
        StringBuilder text = new StringBuilder();
        Set<String> now = Set.of();
        for (Cell cell : line) {
            if (!cell.styles().equals(now)) {
                text.append(now.isEmpty() ? "" : "</>");
                now = cell.styles();
                text.append(now.isEmpty() ? "" : "<" + String.join(" ", new TreeSet<>(now)) + ">");
            }
            text.append(cell.text());
        }
        return text.append(now.isEmpty() ? "" : "</>").toString().stripTrailing();
    }
}
