package dev.gosync.cli;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Prints the help of a command as wide as the screen. It breaks lines only at spaces; picocli breaks them inside
 * {@code ./go-sync} too, and needs 55 columns.
 */
final class HelpText {
    /** Longer lines are hard to read. */
    private static final int MOST_COLUMNS = 120;

    /** Wide enough that picocli breaks no line. */
    private static final int UNBROKEN = 5_000;

    /** If the column of the descriptions is narrower, they begin on a line of their own. */
    private static final int NARROWEST_DESCRIPTION = 24;

    private static final String BELOW_LABEL = " ".repeat(8);
    private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern SYNOPSIS = Pattern.compile("Usage: \\S+ ([a-z]+ )?");
    private static final Pattern DESCRIBED = Pattern.compile("(?<label> {2,6}\\S+(?: \\S+)*) {2,}(?=\\S)");

    private final PrintWriter out;
    private final int width;

    HelpText(PrintWriter out, int columns) {
        this.out = out;
        this.width = Math.min(columns - 1, MOST_COLUMNS);
    }

    void print(CommandLine command) {
        command.setUsageHelpWidth(UNBROKEN).getUsageMessage().lines().forEach(this::print);
    }

    private void print(String line) {
        String plain = plain(line);
        Matcher described = DESCRIBED.matcher(plain);
        Matcher synopsis = SYNOPSIS.matcher(plain);
        if (described.lookingAt()) {
            if (hasSpaceAt(described.end())) {
                wrap(line, " ".repeat(described.end()));
            } else {
                wrap(line.substring(0, line.length() - plain.length() + described.end("label")), BELOW_LABEL);
                wrap(BELOW_LABEL + plain.substring(described.end()), BELOW_LABEL);
            }
        } else if (synopsis.lookingAt()) {
            wrap(line, hasSpaceAt(synopsis.end()) ? " ".repeat(synopsis.end()) : BELOW_LABEL);
        } else if (line.startsWith(" ")) { // a command, which is copied
            out.println(line);
        } else {
            wrap(line, "");
        }
    }

    private boolean hasSpaceAt(int column) {
        return width - column >= NARROWEST_DESCRIPTION;
    }

    private void wrap(String line, String hanging) {
        int column = 0;
        String space = "";
        for (String word : WholeText.inMessage(line).split(" ", -1)) {
            int size = plain(word).length();
            if (column > hanging.length() && !word.isEmpty() && column + 1 + size > width) {
                out.println();
                out.print(hanging);
                column = hanging.length();
                space = "";
            }
            out.print(space + WholeText.plain(word));
            column += space.length() + size;
            space = " ";
        }
        out.println();
    }

    private static String plain(String line) {
        return ESCAPE.matcher(line).replaceAll("");
    }
}
