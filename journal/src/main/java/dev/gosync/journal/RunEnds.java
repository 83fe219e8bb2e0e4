package dev.gosync.journal;

import dev.gosync.journal.Line.Event;
import dev.gosync.journal.Line.InvalidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first and the last line of a run: enough to tell what it was about and whether it has ended. A run can be larger than
 * the memory. What is between these lines is not checked.
 */
record RunEnds(Line first, Line last) {
    /**
     * Looks at a run.
     *
     * @return its ends; empty if one of them cannot be read, as after a crash
     */
    static Optional<RunEnds> of(RunStore store, String id) {
        List<String> ends = new ArrayList<>();
        store.forEachLine(id, line -> {
            if (ends.size() == 2) {
                ends.set(1, line);
            } else {
                ends.add(line);
            }
        });
        try {
            return ends.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RunEnds(Line.parse(ends.get(0)), Line.parse(ends.get(ends.size() - 1))));
        } catch (InvalidException e) {
            return Optional.empty();
        }
    }

    boolean isOf(String configuration) {
        return first.optionalText("configuration").equals(Optional.of(configuration));
    }

    boolean isWithPlan(String plan) {
        return first.optionalText("plan").equals(Optional.of(plan));
    }

    boolean hasEnded() {
        try {
            return last.event() == Event.END;
        } catch (InvalidException e) {
            return false;
        }
    }

    Optional<Map<String, List<String>>> syncs() {
        return last.textListsByName("syncs");
    }
}
