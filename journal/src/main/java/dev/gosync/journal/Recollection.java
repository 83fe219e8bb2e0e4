package dev.gosync.journal;

import dev.gosync.Objection;
import dev.gosync.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the guards of one sync remember.
 *
 * @param past the runs of the configuration
 * @param sync the name of the sync
 * @param firstRun whether the memory may be empty
 */
record Recollection(PastRuns past, String sync, boolean firstRun) {
    static final String FIRST_RUN = "--first-run";

    /** Whether a run changed something, or could have: no guard refused the plans that it made for a sync. */
    static boolean isAccepted(Run run, String sync) {
        return run.plans().stream()
                        .filter(plan -> plan.sync().equals(sync))
                        .allMatch(plan -> plan.objections().isEmpty())
                || run.entries().stream().anyMatch(entry -> entry.sync().equals(sync));
    }

    /** Whether the run compared the source of this sync with its destinations. A run that undoes another has its own source. */
    static boolean isReading(Run run) {
        return run.info().undoes().isEmpty();
    }

    /** The plan that a run made for this sync at a place. */
    Optional<RecordedPlan> planOf(Run run, String place) {
        return isReading(run)
                ? run.plans().stream()
                        .filter(plan -> plan.sync().equals(sync) && plan.place().equals(place))
                        .findFirst()
                : Optional.empty();
    }

    /**
     * The objection of a guard that remembers no reading.
     *
     * @param reading what the reading must be of
     */
    List<Objection> ifEmpty(String guard, String place, Predicate<RecordedPlan> reading) {
        boolean isKnown = past.newestFirst()
                .filter(Recollection::isReading)
                .anyMatch(run ->
                        run.plans().stream().anyMatch(plan -> reading.test(plan) && isAccepted(run, plan.sync())));
        return isKnown ? List.of() : empty(guard, place);
    }

    List<Objection> empty(String guard, String place) {
        return firstRun
                ? List.of()
                : List.of(new Objection(
                        guard,
                        "the journal has no earlier reading of " + place + " that the guards accepted",
                        "an earlier reading",
                        "If there was one, check where its journal is. If this is the first run, add " + FIRST_RUN
                                + "."));
    }

    /** Judges with the journal. If any guard or hold needed a run that could not be read, the plan is refused. */
    List<Objection> judged(String guard, Plan plan, Function<Plan, List<Objection>> judge) {
        List<Objection> objections = List.of();
        try {
            objections = judge.apply(plan);
        } catch (JournalException e) {
            // told below
        }
        return past.failure()
                .map(failure -> List.of(new Objection(
                        guard,
                        "it is not known what earlier runs did",
                        "a journal that can be read",
                        failure.getMessage() + ".")))
                .orElse(objections);
    }
}
