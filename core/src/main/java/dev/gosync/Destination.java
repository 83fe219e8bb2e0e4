package dev.gosync;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** One destination, with the source and the settings it is synced with: plans, judges and carries out. */
record Destination(Adapter adapter, Reading reading, Settings settings, SyncListener listener) {

    Destination(Adapter adapter, Reading reading, Settings settings) {
        this(adapter, reading, settings, new Listeners(settings.listeners));
    }

    /** What was done, and the exception behind it, which a report does not hold. */
    record Done(Report report, Optional<Throwable> cause) {
        boolean interrupted() {
            return cause.filter(InterruptedException.class::isInstance).isPresent();
        }
    }

    /**
     * Checks that destinations can be synced together.
     *
     * @throws IllegalArgumentException if a place is a destination twice or its own source
     */
    static void checkTogether(List<Destination> destinations) {
        Set<String> names = new HashSet<>();
        for (Destination destination : destinations) {
            if (!names.add(destination.name())) {
                throw new IllegalArgumentException(destination.name() + " is a destination twice");
            }
            if (destination.reading.source() instanceof CombinedSource combined
                    ? combined.contains(destination.name())
                    : destination.reading.source().name().equals(destination.name())) {
                throw new IllegalArgumentException(destination.name() + " is its own source");
            }
        }
    }

    String name() {
        return adapter.name();
    }

    Destination with(Iterable<Guard> guards) {
        return new Destination(adapter, reading, settings.changed(changed -> guards.forEach(changed::guard)), listener);
    }

    /** Reads the source for destinations that are planned together, if it was not read for them recently. */
    Reading.Dated readSource(List<Destination> together) throws InterruptedException {
        List<String> names = together.stream().map(Destination::name).toList();
        return reading.get(names, settings.clock, settings.maxAge, listener);
    }

    /** Reads the destination and compares it with the source. No guard has judged the plan yet. */
    Plan compare(Reading.Dated source) throws InterruptedException {
        Plan.Side there = Reading.read(adapter, settings.clock, listener).side();
        Comparison comparison =
                new Comparison(source.side().listing(), there.listing(), settings.matching, settings.mode);
        return plan(source, there, comparison.additions(), comparison.removals(), comparison.warnings());
    }

    /** Reads the destination and plans what is left to do of a given change. No guard has judged the plan yet. */
    Plan given(Change change, Reading.Dated source) throws InterruptedException {
        Plan.Side there = Reading.read(adapter, settings.clock, listener).side();
        GivenChange left = new GivenChange(change, source.side().listing(), there.listing(), settings.matching);
        return plan(source, there, left.additions(), left.removals(), List.of());
    }

    private Plan plan(
            Reading.Dated source,
            Plan.Side there,
            List<String> additions,
            List<String> removals,
            List<String> warnings) {
        Retention retention = Retention.of(removals, there.listing(), settings.protectedThings, settings.matching);
        Plan plan = new Plan(
                source.side(),
                there,
                settings.mode,
                additions,
                retention.removals(),
                retention.kept(),
                warnings,
                source.emptyParts(),
                List.of());
        for (Function<Plan, Map<String, String>> hold : settings.holds) {
            plan = withHeld(plan, hold.apply(plan));
        }
        return plan;
    }

    private Plan withHeld(Plan plan, Map<String, String> reasons) {
        Retention held = Retention.of(plan.removals(), reasons, settings.matching);
        Map<String, String> kept = new TreeMap<>(plan.kept());
        kept.putAll(held.kept());
        return plan.withRemovals(held.removals(), kept);
    }

    /** Hears all guards. */
    Plan judged(Plan plan, int removalsEverywhere) {
        Forecast forecast = Forecast.of(plan, settings.matching, removalsEverywhere);
        return plan.withObjections(settings.guards.values().stream()
                .flatMap(guard -> guard.judge(forecast).stream())
                .toList());
    }

    /** Judges a plan that was made earlier: whether this destination could have made it, and what the guards say. */
    Plan judgedBeforeApply(Plan plan, int removalsEverywhere) throws InterruptedException {
        List<Objection> objections = new ArrayList<>(misfits(plan));
        objections.addAll(judged(plan, removalsEverywhere).objections());
        return plan.withObjections(objections);
    }

    private List<Objection> misfits(Plan plan) throws InterruptedException {
        List<Objection> misfits = new ArrayList<>();
        mustBe("destination", plan.destination().name(), name(), misfits);
        mustBe("source", plan.source().name(), reading.source().name(), misfits);
        mustBe("mode", plan.mode().toString(), settings.mode.toString(), misfits);
        if (misfits.isEmpty()
                && !plan.source()
                        .heldTheSameAs(reading.last(settings.clock, listener).side())) {
            misfits.add(new Objection(
                    "source",
                    "the plan was made from a different listing of "
                            + plan.source().name(),
                    "the listing that this sync read",
                    "Plan again."));
        }
        // The plan is as old as the reading of its destination. The source was read earlier, and was young enough then.
        Plan.Side side = plan.destination();
        if (Reading.isOlder(side.readAt(), settings.clock, settings.maxAge)) {
            misfits.add(new Objection(
                    "max-age",
                    "the plan is too old: " + side.name() + " was read at " + side.readAt(),
                    "at most " + settings.maxAge.toSeconds() + " s ago",
                    "Plan again."));
        }
        return misfits;
    }

    private static void mustBe(String what, String planned, String here, List<Objection> misfits) {
        if (!planned.equals(here)) {
            misfits.add(new Objection(
                    what,
                    "the plan has the " + what + " " + planned,
                    here,
                    "Plan again, or apply the plan with its own source, destination and mode."));
        }
    }

    /** Carries out a plan that passed. Under dry run, only accounts for it. */
    Done carryOut(Plan plan) {
        if (settings.dryRun) {
            return new Done(Report.planned(plan, Duration.ZERO), Optional.empty());
        }
        if (plan.isEmpty()) {
            return new Done(Report.of(plan, List.of(), Optional.empty()), Optional.empty());
        }
        Execution execution =
                new Execution(plan, settings.tolerated, listener, settings.clock, this::judgedBeforeSecondHalf);
        execution.run(adapter);
        Report report = Report.of(
                plan, execution.outcomes(), execution.stopped().map(thrown -> Failures.of(name(), "apply", thrown)));
        return new Done(report, execution.cause());
    }

    private List<Objection> judgedBeforeSecondHalf(Plan plan, List<Outcome> happened) {
        boolean removalsNext = plan.mode() == Mode.ADD_REMOVE;
        List<String> added = removalsNext
                ? happened.stream()
                        .filter(outcome -> outcome.state() == Outcome.State.DONE)
                        .map(Outcome::thing)
                        .toList()
                : plan.additions();
        Forecast forecast = Forecast.of(plan, settings.matching, added, plan.removals());
        List<Objection> objections = new ArrayList<>();
        settings.guards.values().stream()
                .filter(Guard::judgesWhatRemains)
                .forEach(guard -> objections.addAll(guard.judge(forecast)));
        if (removalsNext && added.isEmpty()) {
            objections.add(new Objection(
                    "mode",
                    "none of " + plan.additions().size() + " additions succeeded",
                    "at least one successful addition before anything is removed",
                    "See why they failed and run again."));
        }
        return objections;
    }
}
