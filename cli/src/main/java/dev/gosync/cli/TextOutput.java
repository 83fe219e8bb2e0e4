package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Output for people. On a screen, lines wrap and long lists fold. In a file or a pipe, each thing is shown and each line
 * stays whole, except lists of names.
 */
final class TextOutput {
    /** What a folded list shows of its things. */
    static final int SHOWN = 10;

    /** Folding one or two things would save nothing. */
    private static final int LONGEST_UNFOLDED = SHOWN + 2;

    private static final int WIDTH_OF_LISTS = 100;
    private static final String INDENTATION = "    ";
    private static final int HANGING = 2;

    private final PrintWriter out;
    private final Screen screen;
    private final boolean all;
    private final String hint;

    /** {@return output for people that has no long lists} */
    static TextOutput of(Cli cli) {
        return new TextOutput(cli.context().out(), cli.screen(), true);
    }

    /** @param all whether lists never fold */
    TextOutput(PrintWriter out, Screen screen, boolean all) {
        this(out, screen, all, View.ALL + " shows them");
    }

    private TextOutput(PrintWriter out, Screen screen, boolean all, String hint) {
        this.out = out;
        this.screen = screen;
        this.all = all;
        this.hint = hint;
    }

    /**
     * Makes the output for what was done. The same command would not do it again, so its lists fold only if the journal has
     * them.
     */
    TextOutput forResults(boolean hasJournal) {
        return new TextOutput(out, screen, all || !hasJournal, ProgramName.with("history") + " shows them");
    }

    /** {@return an empty line with this indentation, to be filled and printed} */
    TextLine line(int indentation) {
        return line(indentation, indentation + HANGING);
    }

    /** The same, if it goes on further to the right. */
    TextLine line(int indentation, int hanging) {
        return new TextLine(out, screen, indentation, hanging, width().orElse(0));
    }

    /** Prints a text that wraps, and begins with its indentation. It can be {@linkplain WholeText marked}. */
    void text(String text) {
        String line = text.stripLeading();
        line(text.length() - line.length()).text(line).print();
    }

    /** {@return a line that wraps in a file, too} */
    TextLine list(int indentation) {
        return new TextLine(out, screen, indentation, indentation, width().orElse(WIDTH_OF_LISTS));
    }

    /** {@return how many columns a line can have; empty if there is no limit} Some terminals begin a new line after the last. */
    OptionalInt width() {
        return screen.isTerminal() ? OptionalInt.of(screen.columns() - 1) : OptionalInt.empty();
    }

    /** Prints a command that can be copied: on one line, however long it is. */
    void command(int indentation, String command) {
        out.print(" ".repeat(indentation));
        out.println(command);
    }

    /** Says on a screen what to do next. A file or a pipe has the results only. */
    void next(String sentence, String arguments) {
        if (screen.isTerminal()) {
            text(sentence);
            command(2, ProgramName.with(arguments));
        }
    }

    /** {@return how many things of a list are shown} */
    int shown(int size) {
        return all || !screen.isTerminal() || size <= LONGEST_UNFOLDED ? size : SHOWN;
    }

    /** Prints one line for each thing. Directly, because a list can have a million. */
    void things(String sign, Style style, Collection<String> things) {
        int left = shown(things.size());
        for (String thing : things) {
            if (left-- == 0) {
                line(INDENTATION.length())
                        .text(Style.QUIET, sign + " " + more(things.size()))
                        .print();
                return;
            }
            String line = sign + " " + shownIn(thing);
            out.print(INDENTATION);
            out.println(screen.isColored() ? style.around(line) : line);
        }
    }

    /** Prints one line for each pair of names. */
    void pairs(String before, Style style, Map<String, String> pairs, String between) {
        int left = shown(pairs.size());
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            TextLine line = line(INDENTATION.length()).text(style, before);
            if (left-- == 0) {
                line.text(style, more(pairs.size())).print();
                return;
            }
            line.name(style, shownIn(pair.getKey()))
                    .text(style, between)
                    .name(style, shownIn(pair.getValue()))
                    .print();
        }
    }

    /** {@return what replaces the rest of a list} */
    String more(int size) {
        return "... and " + (size - shown(size)) + " more (" + hint + ")";
    }

    void flush() {
        out.flush();
    }
}
