package dev.gosync.journal;

import dev.gosync.Objection;
import dev.gosync.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps members until they have been missing from the source for a number of runs in a row, or for a time. The run that
 * happens now counts. A run that was refused does not, because its source may have been wrong; but a member that it found in
 * the source was not missing.
 *
 * @param runs the number of runs; 1 if the time decides
 * @param time the time; zero if the runs decide
 */
record RemoveAfter(Recollection memory, int runs, Duration time) {
    static final String NAME = "remove-after";

    private static final String NOT_KNOWN = "it is not known how long it has been missing from the source";

    /** How long a member has been missing, this run included. */
    private static final class Absence {
        int runs = 1;
        Instant since;

        Absence(Instant now) {
            this.since = now;
        }
    }

    Map<String, String> hold(Plan plan) {
        Map<String, String> held = new HashMap<>();
        if (plan.removals().isEmpty()) {
            return held;
        }
        try {
            absences(plan).forEach((member, absence) -> {
                if (!isOver(absence)) {
                    held.put(member, reason(absence));
                }
            });
        } catch (JournalException e) {
            plan.removals().forEach(member -> held.put(member, NOT_KNOWN)); // the guard says why, and refuses the plan
        }
        return held;
    }

    List<Objection> judge(Plan plan) {
        String place = plan.destination().name();
        return memory.ifEmpty(
                NAME,
                place,
                recorded -> recorded.sync().equals(memory.sync())
                        && recorded.place().equals(place));
    }

    private boolean isOver(Absence absence) {
        return absence.runs >= runs
                && !absence.since.plus(time).isAfter(memory.past().now());
    }

    private String reason(Absence absence) {
        return time.isZero()
                ? "waits: missing from the source in " + absence.runs + " of " + runs + " runs in a row"
                : "waits until " + seconds(absence.since.plus(time)) + ": missing from the source since "
                        + seconds(absence.since);
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private Map<String, Absence> absences(Plan plan) {
        PastRuns past = memory.past();
        Map<String, Absence> absences = new HashMap<>();
        plan.removals().forEach(member -> absences.put(member, new Absence(past.now())));
        Members members = new Members(plan.destination().listing(), absences.keySet());
        Map<String, Absence> open = new HashMap<>(absences);
        for (int i = 0; !open.isEmpty() && past.has(i); i++) {
            Run run = past.get(i);
            Optional<RecordedPlan> recorded =
                    memory.planOf(run, plan.destination().name());
            if (recorded.isEmpty()) {
                continue;
            }
            open.keySet().retainAll(missing(recorded.get(), plan.source().name(), members));
            if (Recollection.isAccepted(run, memory.sync())) {
                Instant at = past.at(i, recorded.get().at());
                open.values().forEach(absence -> {
                    absence.runs++;
                    absence.since = at;
                });
                open.values().removeIf(this::isOver);
            }
        }
        return absences;
    }

    /** The members that a plan found missing in the source: those to remove, and those that were kept for any reason. */
    private static Set<String> missing(RecordedPlan plan, String source, Members members) {
        if (!plan.source().equals(source)) {
            return Set.of();
        }
        Set<String> missing = new HashSet<>(members.surely(plan.removals()));
        missing.addAll(members.surely(plan.kept().keySet()));
        return missing;
    }
}
