package dev.gosync;

import dev.gosync.Outcome.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/**
 * What became of one destination: every thing of its plan is accounted for. A value, like {@link Plan}.
 *
 * @param destination the {@linkplain Source#name() name} of the place
 * @param plan what was to be done; not there where the destination could not be read
 * @param outcomes one for each thing of the plan, in the order of its mode
 * @param failure what ended the work on this destination before its time
 * @param dryRun whether nothing was to be written in the first place
 * @param took how long the work on this destination took, reading it included where that was part of the same call
 */
public record Report(
        String destination,
        Optional<Plan> plan,
        List<Outcome> outcomes,
        Optional<Failure> failure,
        boolean dryRun,
        Duration took) {

    /**
     * What concerned a destination as a whole.
     *
     * @param kind what the service's answer meant, where one had a part in it
     * @param message what went wrong and what to do about it
     */
    public record Failure(Optional<Kind> kind, String message) {
        static Failure of(Throwable thrown) {
            return new Failure(
                    thrown instanceof AdapterException known ? Optional.of(known.kind()) : Optional.empty(),
                    Outcomes.text(thrown));
        }
    }

    /** Copies the outcomes. */
    public Report {
        Objects.requireNonNull(destination, "destination");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Counts outcomes.
     *
     * @param state how they ended
     * @return how many things ended so
     */
    public int count(State state) {
        return (int)
                outcomes.stream().filter(outcome -> outcome.state() == state).count();
    }

    /** {@return whether the destination is as its plan wants it, or nothing was to be written} What was tolerated counts. */
    public boolean isClean() {
        return failure.isEmpty() && (dryRun || outcomes.size() == count(State.DONE) + count(State.SKIPPED));
    }

    /** {@return the report for people to read: one line of numbers, then one for each thing that is not done} */
    @Override
    public String toString() {
        StringJoiner numbers = new StringJoiner(", ");
        for (State state : State.values()) {
            if (count(state) > 0) {
                numbers.add(count(state) + " "
                        + state.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        StringBuilder text = new StringBuilder(destination).append(": ").append(numbers);
        if (outcomes.isEmpty()) {
            text.append(plan.isPresent() ? "nothing to do" : "not read");
        }
        if (dryRun) {
            text.append(" (dry run)");
        }
        failure.ifPresent(problem -> text.append("\n  ").append(problem.message()));
        outcomes.stream()
                .filter(outcome -> outcome.state() != State.DONE && !dryRun)
                .forEach(outcome -> text.append("\n  ").append(outcome));
        return text.toString();
    }

    static Report planned(Plan plan, Duration took) {
        List<Outcome> outcomes = plan.mode().actions().stream()
                .flatMap(action -> plan.change().of(action).stream()
                        .map(thing -> new Outcome(
                                thing, action, State.NOT_STARTED, Optional.empty(), "only planned", Duration.ZERO)))
                .toList();
        return new Report(plan.destination().name(), Optional.of(plan), outcomes, Optional.empty(), true, took);
    }

    static Report unread(String destination, Throwable thrown, Duration took) {
        return new Report(destination, Optional.empty(), List.of(), Optional.of(Failure.of(thrown)), false, took);
    }

    static Report of(Plan plan, List<Outcome> outcomes, Optional<Throwable> stopped) {
        return new Report(
                plan.destination().name(), Optional.of(plan), outcomes, stopped.map(Failure::of), false, Duration.ZERO);
    }

    Report withPlan(UnaryOperator<Plan> change) {
        return new Report(destination, plan.map(change), outcomes, failure, dryRun, took);
    }

    /** Ended before anything was written. */
    Report withFailure(Throwable thrown) {
        return new Report(destination, plan, outcomes, Optional.of(Failure.of(thrown)), false, took);
    }

    Report withTook(Duration took) {
        return new Report(destination, plan, outcomes, failure, dryRun, took);
    }
}
