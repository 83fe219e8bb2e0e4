package dev.gosync.journal;

import dev.gosync.adapter.ConfigException;
import java.io.Serial;
import java.util.List;

/** A journal has no run with the given id. The message names the nearest ids, or the last ones. */
public final class NoSuchRunException extends JournalException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST = 3;
    private static final String NEAREST = "; did you mean ";

    NoSuchRunException(String run, String store, List<String> known) {
        super(message(run, store, known), null);
    }

    private static String message(String run, String store, List<String> known) {
        if (known.isEmpty()) {
            return "There is no run in " + store + " yet. Apply a configuration first, or name another folder";
        }
        String problem = "There is no run '" + run + "' in " + store;
        List<String> longer = known.stream().filter(id -> id.startsWith(run)).toList();
        if (!longer.isEmpty()) {
            return problem + NEAREST + String.join(", ", last(longer)) + "?";
        }
        String hint = ConfigException.Fault.hint(run, known);
        return problem + (hint.startsWith(NEAREST) ? hint : "; the last runs are " + String.join(", ", last(known)));
    }

    private static List<String> last(List<String> ids) {
        return ids.subList(Math.max(0, ids.size() - MOST), ids.size());
    }
}
