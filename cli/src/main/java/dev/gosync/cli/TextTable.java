package dev.gosync.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of words that never break, each with a text in the last column, which wraps. If the screen is too narrow for the last
 * column, it is below the words.
 */
final class TextTable {
    private static final int GAP = 2;
    private static final int NARROWEST = 30;

    private final TextOutput out;
    private final int indentation;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    /** @param indentation how far to the right it begins */
    TextTable(TextOutput out, int indentation) {
        this.out = out;
        this.indentation = indentation;
    }

    /**
     * Adds a row.
     *
     * @param text the last column; it can be {@linkplain WholeText marked}
     * @param words the columns before it; as many in each row
     */
    void row(String text, String... words) {
        rows.add(List.of(words));
        texts.add(text);
    }

    private int longestPart() {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .mapToInt(DisplayWidth::of)
                .max()
                .orElse(0);
    }

    void print() {
        List<Integer> widths = new ArrayList<>();
        int before = indentation;
        for (int column = 0; !rows.isEmpty() && column < rows.get(0).size(); column++) {
            int index = column;
            int width = rows.stream()
                    .mapToInt(row -> DisplayWidth.of(row.get(index)))
                    .max()
                    .orElse(0);
            widths.add(width);
            before += width + GAP;
        }
        int left = out.width().orElse(Integer.MAX_VALUE) - before;
        boolean isBelow = left < Math.max(NARROWEST, longestPart());
        for (int i = 0; i < rows.size(); i++) {
            StringBuilder words = new StringBuilder();
            for (int column = 0; column < widths.size(); column++) {
                String word = rows.get(i).get(column);
                words.append(word).append(" ".repeat(widths.get(column) - DisplayWidth.of(word) + GAP));
            }
            if (isBelow) {
                out.line(indentation).name(words.toString().stripTrailing()).print();
                out.line(indentation + 2 * GAP, indentation + 2 * GAP)
                        .text(texts.get(i))
                        .print();
            } else if (texts.get(i).isEmpty()) {
                out.line(indentation).name(words.toString().stripTrailing()).print();
            } else {
                out.line(indentation, before)
                        .name(words.toString())
                        .text(texts.get(i))
                        .print();
            }
        }
    }
}
