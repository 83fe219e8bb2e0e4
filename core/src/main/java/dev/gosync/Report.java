package dev.gosync;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What happened at one destination, with one outcome for each thing of its plan. Immutable; threads may share it.
 *
 * @param destination the {@linkplain dev.gosync.adapter.Source#name() name} of the place
 * @param plan the plan; empty if the destination could not be read
 * @param outcomes one for each thing of the plan, in the order of its mode
 * @param failure why the work on this destination ended early, if it did
 * @param dryRun whether nothing was meant to be written
 * @param took how long the work on this destination took, including its reading if that was part of the same call
 */
public record Report(
        String destination,
        Optional<Plan> plan,
        List<Outcome> outcomes,
        Optional<Failure> failure,
        boolean dryRun,
        Duration took) {

    private static final int MOST_NAMES = 20;

    /** Copies the outcomes. */
    public Report {
        Objects.requireNonNull(destination, "destination");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Counts outcomes.
     *
     * @param state how they ended
     * @return the number of things that ended in this state
     */
    public int count(State state) {
        return (int)
                outcomes.stream().filter(outcome -> outcome.state() == state).count();
    }

    /** {@return whether everything in the plan is done or skipped, or nothing was meant to be written} */
    public boolean isClean() {
        return failure.isEmpty() && (dryRun || outcomes.size() == count(State.DONE) + count(State.SKIPPED));
    }

    /**
     * {@return the report as text: one line of numbers, then one for each thing that is not done} Things with the same
     * reason share one line, which names the first 20 of them.
     */
    @Override
    public String toString() {
        StringJoiner numbers = new StringJoiner(", ");
        for (State state : State.values()) {
            if (count(state) > 0) {
                numbers.add(count(state) + " "
                        + state.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        List<String> lines = new ArrayList<>();
        String what = outcomes.isEmpty() ? plan.isPresent() ? "nothing to do" : "not read" : numbers.toString();
        lines.add(destination + ": " + what + (dryRun ? " (dry run)" : ""));
        notRemoved().ifPresent(text -> lines.add("  " + text));
        failure.ifPresent(problem -> problem.message().lines().forEach(line -> lines.add("  " + line)));
        if (!dryRun) {
            byReason().forEach(same -> lines.add("  " + line(same)));
        }
        return lines.stream().map(InvisibleCharacters::shownIn).collect(Collectors.joining("\n"));
    }

    private Collection<List<Outcome>> byReason() {
        return outcomes.stream()
                .filter(outcome -> outcome.state() != State.DONE)
                .collect(Collectors.groupingBy(
                        outcome -> List.of(outcome.action(), outcome.state(), outcome.reason()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    private static String line(List<Outcome> same) {
        Outcome first = same.get(0);
        if (same.size() == 1) {
            return first.toString();
        }
        String names = same.stream().limit(MOST_NAMES).map(Outcome::thing).collect(Collectors.joining(", "));
        int more = same.size() - MOST_NAMES;
        return first.textFor(same.size() + " members") + ": " + names + (more > 0 ? " and " + more + " more" : "");
    }

    /** {@return a sentence about removals that did not start, if there are any: these members still have access} */
    public Optional<String> notRemoved() {
        long count = outcomes.stream()
                .filter(outcome -> outcome.action() == Action.REMOVE && outcome.state() == State.NOT_STARTED)
                .count();
        return count == 0 || dryRun
                ? Optional.empty()
                : Optional.of(count + (count == 1 ? " member" : " members") + " who should have lost access still "
                        + (count == 1 ? "has" : "have") + " it");
    }

    static Report planned(Plan plan, Duration took) {
        List<Outcome> outcomes = plan.mode().actions().stream()
                .flatMap(action -> plan.change().of(action).stream()
                        .map(thing -> new Outcome(
                                thing,
                                action,
                                State.NOT_STARTED,
                                Optional.empty(),
                                "only planned",
                                false,
                                Duration.ZERO)))
                .toList();
        return new Report(plan.destination().name(), Optional.of(plan), outcomes, Optional.empty(), true, took);
    }

    static Report unread(String destination, Failure failure, Duration took) {
        return new Report(destination, Optional.empty(), List.of(), Optional.of(failure), false, took);
    }

    static Report of(Plan plan, List<Outcome> outcomes, Optional<Failure> failure) {
        return new Report(plan.destination().name(), Optional.of(plan), outcomes, failure, false, Duration.ZERO);
    }

    Report withPlan(UnaryOperator<Plan> change) {
        return new Report(destination, plan.map(change), outcomes, failure, dryRun, took);
    }

    /** The work ended before anything was written. */
    Report withFailure(Failure failure) {
        return new Report(destination, plan, outcomes, Optional.of(failure), false, took);
    }

    Report withTook(Duration took) {
        return new Report(destination, plan, outcomes, failure, dryRun, took);
    }
}
