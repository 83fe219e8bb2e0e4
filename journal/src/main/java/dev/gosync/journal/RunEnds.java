package dev.gosync.journal;

import dev.gosync.journal.Line.Event;
import dev.gosync.journal.Line.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first and the last line of a run: enough to tell what it was about and whether it has ended. A run can be larger than
 * the memory, so the lines between are only followed by their digests.
 *
 * @param last empty if a crash tore it, if a line is missing or was changed, or if a newer version wrote the run
 */
record RunEnds(Line first, Optional<Line> last) {
    /** Follows the lines, and keeps the first and the last one. */
    private static final class Follower {
        private String first = "";
        private String last = "";
        private boolean isWhole = true;

        void next(String line) {
            isWhole = isWhole && Line.follows(line, last);
            first = first.isEmpty() ? line : first;
            last = line;
        }

        Optional<RunEnds> ends() {
            return parsed(first)
                    .map(line -> new RunEnds(line, isWhole && isReadable(line) ? parsed(last) : Optional.empty()));
        }

        private static boolean isReadable(Line first) {
            try {
                return first.number("format") <= RunReader.FORMAT;
            } catch (InvalidException e) {
                return false;
            }
        }

        private static Optional<Line> parsed(String line) {
            try {
                return Optional.of(Line.parse(line));
            } catch (InvalidException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * Looks at a run.
     *
     * @return its ends; empty if it was cut short before its first line
     */
    static Optional<RunEnds> of(RunStore store, String id) {
        Follower follower = new Follower();
        store.forEachLine(id, follower::next);
        return follower.ends();
    }

    boolean isOf(String configuration) {
        return first.optionalText("configuration").equals(Optional.of(configuration));
    }

    boolean isWithPlan(String plan) {
        return first.optionalText("plan").equals(Optional.of(plan));
    }

    boolean hasEnded() {
        try {
            return last.isPresent() && last.get().event() == Event.END;
        } catch (InvalidException e) {
            return false;
        }
    }

    Optional<Map<String, List<String>>> syncs() {
        return last.flatMap(line -> line.textListsByName("syncs"));
    }
}
