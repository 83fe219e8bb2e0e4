package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * One line for people. If it is too wide for the screen, it goes on in the next one, further to the right. It breaks at
 * spaces only, and never within a name: two names on two lines must not look like one, nor one like two. Whatever would
 * steer a terminal or is invisible is escaped.
 */
final class TextLine {
    private record Piece(Style style, String text, boolean canBreak) {}

    private final PrintWriter out;
    private final Screen screen;
    private final String indentation;
    private final String hanging;
    private final int width;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private Style style = Style.PLAIN;

    /**
     * Makes an empty line.
     *
     * @param indentation how far to the right it begins
     * @param hanging how far to the right it goes on
     * @param width the number of columns that it may take; not positive if there is no limit
     */
    TextLine(PrintWriter out, Screen screen, int indentation, int hanging, int width) {
        this.out = out;
        this.screen = screen;
        this.indentation = " ".repeat(indentation);
        this.hanging = " ".repeat(hanging);
        this.width = width;
    }

    /** Adds text that can break at each space. */
    TextLine text(Style style, String text) {
        pieces.add(new Piece(style, InvisibleCharacters.shownIn(text), true));
        return this;
    }

    TextLine text(String text) {
        return text(Style.PLAIN, text);
    }

    /** Adds text that never breaks. */
    TextLine name(Style style, String name) {
        pieces.add(new Piece(style, InvisibleCharacters.shownIn(name), false));
        return this;
    }

    TextLine name(String name) {
        return name(Style.PLAIN, name);
    }

    void print() {
        out.print(indentation);
        if (width > 0) {
            printWrapped();
        } else {
            pieces.forEach(this::print);
        }
        flush();
        out.println();
    }

    private void printWrapped() {
        int column = indentation.length();
        boolean isFirst = true;
        for (List<Piece> word : words()) {
            int size = word.stream()
                    .mapToInt(piece -> DisplayWidth.of(piece.text()))
                    .sum();
            if (!isFirst && column + 1 + size > width) {
                flush();
                out.println();
                out.print(hanging);
                column = hanging.length();
            } else if (!isFirst) {
                run.append(' ');
                column++;
            }
            word.forEach(this::print);
            column += size;
            isFirst = false;
        }
    }

    /** The parts between which the line can break. A part has several pieces if they touch. */
    private List<List<Piece>> words() {
        List<List<Piece>> words = new ArrayList<>();
        List<Piece> word = new ArrayList<>();
        for (Piece piece : pieces) {
            String[] parts = piece.canBreak() ? piece.text().split(" ", -1) : new String[] {piece.text()};
            for (int i = 0; i < parts.length; i++) {
                if (i > 0 && !word.isEmpty()) {
                    words.add(word);
                    word = new ArrayList<>();
                }
                if (!parts[i].isEmpty()) {
                    word.add(new Piece(piece.style(), parts[i], false));
                }
            }
        }
        if (!word.isEmpty()) {
            words.add(word);
        }
        return words;
    }

    /** Pieces of one style share one pair of codes. */
    private void print(Piece piece) {
        if (piece.style() != style) {
            flush();
            style = piece.style();
        }
        run.append(piece.text());
    }

    private void flush() {
        String text = WholeText.plain(run.toString());
        out.print(screen.isColored() ? style.around(text) : text);
        run.setLength(0);
    }
}
