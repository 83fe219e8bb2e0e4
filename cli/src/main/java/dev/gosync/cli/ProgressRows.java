package dev.gosync.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The last lines of a terminal, which are drawn again and again. */
final class ProgressRows {
    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_TO_END = ESCAPE + "J";

    /** Between these, a row that is too long for the window is cut, and takes no second line. */
    private static final String NO_WRAP = ESCAPE + "?7l";

    private static final String WRAP = ESCAPE + "?7h";

    private final PrintWriter err;
    private final Map<Object, String> rows = new HashMap<>();
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

    /**
     * Draws the rows with these keys in this order, if that is still wanted. The cursor stays at the end of the last one.
     */
    void draw(List<Object> keys, BooleanSupplier isWanted) {
        synchronized (err) {
            if (isWanted.getAsBoolean()) {
                makeRoom();
                List<String> shown =
                        keys.stream().map(rows::get).filter(Objects::nonNull).toList();
                err.print(NO_WRAP + String.join("\n", shown) + WRAP);
                err.flush();
                drawn = shown.size();
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
