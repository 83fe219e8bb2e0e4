package dev.gosync.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The last lines of a terminal, which are drawn again and again. */
final class ProgressRows {
    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_TO_END = ESCAPE + "J";

    /** Between these, a row that is too long for the window is cut, and takes no second line. */
    private static final String NO_WRAP = ESCAPE + "?7l";

    private static final String WRAP = ESCAPE + "?7h";

    private final PrintWriter err;
    private final Map<Object, String> rows = new LinkedHashMap<>();
    private int drawn;

    ProgressRows(PrintWriter err) {
        this.err = err;
    }

    /** Changes a row when everything is drawn the next time. */
    void set(Object key, String row) {
        synchronized (err) {
            rows.put(key, row);
        }
    }

    void remove(Object key) {
        synchronized (err) {
            rows.remove(key);
        }
    }

    /** Draws all rows, if that is still wanted. The cursor stays at the end of the last one. */
    void draw(BooleanSupplier isWanted) {
        synchronized (err) {
            if (isWanted.getAsBoolean()) {
                makeRoom();
                err.print(NO_WRAP + String.join("\n", rows.values()) + WRAP);
                err.flush();
                drawn = rows.size();
            }
        }
    }

    /** Removes what is drawn, and forgets the rows. */
    void hide() {
        synchronized (err) {
            makeRoom();
            rows.clear();
        }
    }

    /** Removes what is drawn. The cursor is where the first row began. */
    void makeRoom() {
        synchronized (err) {
            if (drawn > 0) {
                err.print("\r" + (drawn > 1 ? ESCAPE + (drawn - 1) + "A" : "") + CLEAR_TO_END);
                err.flush();
                drawn = 0;
            }
        }
    }
}
