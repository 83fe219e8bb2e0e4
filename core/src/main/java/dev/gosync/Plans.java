package dev.gosync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The plans for several destinations of one source, made and judged together. Immutable; threads may share it.
 *
 * <p>It can be applied, judged again with other guards, and compared with the plans of another time.
 */
public final class Plans {
    private final List<Destination> destinations;
    private final List<Destination.Done> planned;
    private final int removalsElsewhere;

    private Plans(List<Destination> destinations, List<Destination.Done> planned, int removalsElsewhere) {
        this.destinations = destinations;
        this.planned = planned;
        this.removalsElsewhere = removalsElsewhere;
    }

    /** Reads a destination and says what is to be done there. */
    @FunctionalInterface
    interface Planner {
        Plan plan(Destination destination, SourceReading source) throws InterruptedException;
    }

    /** Reads the source once and every destination, and judges all plans. */
    static Plans of(List<Destination> destinations, Planner planner) throws InterruptedException {
        Destination.checkTogether(destinations);
        if (destinations.isEmpty()) {
            return new Plans(destinations, List.of(), 0);
        }
        List<Destination.Done> compared;
        try (SourceReading source = Destination.beginToRead(destinations)) {
            compared = inParallel(destinations, i -> compared(destinations.get(i), source, planner));
            if (Thread.interrupted() || compared.stream().anyMatch(Destination.Done::interrupted)) {
                throw new InterruptedException("interrupted while planning");
            }
            source.get();
        }
        int removals = removals(compared);
        List<Destination.Done> judged = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            judged.add(told(destinations.get(i), judged(destinations.get(i), compared.get(i), removals)));
        }
        return new Plans(destinations, judged, 0);
    }

    /** Plans that exist already, each for one destination. */
    static Plans of(Destination destination, Plan plan) {
        Destination.checkTogether(List.of(destination));
        return new Plans(
                List.of(destination),
                List.of(new Destination.Done(Report.planned(plan, Duration.ZERO), Optional.empty())),
                0);
    }

    /** Plans and applies; an interrupt is reported like one while applying. */
    static List<Report> planAndApply(List<Destination> destinations) {
        Plans plans;
        try {
            plans = of(destinations, Destination::compare);
        } catch (InterruptedException e) {
            return ended(destinations.stream()
                    .map(destination -> unread(destination, e, Duration.ZERO))
                    .toList());
        }
        return plans.apply();
    }

    /**
     * Returns one report for each destination, in the order of the destinations.
     *
     * @return reports in which nothing has started; each has the plan with its objections, or says why the destination
     *     could not be read
     */
    public List<Report> reports() {
        return reports(planned);
    }

    /** {@return the plans of the destinations that could be read, in the order of the destinations} */
    public List<Plan> plans() {
        return plans(planned);
    }

    /** {@return whether a guard refuses one of the plans, so that none of them can be applied} */
    public boolean isRefused() {
        return plans().stream().anyMatch(plan -> !plan.objections().isEmpty());
    }

    /** {@return whether every destination could be read} */
    public boolean isComplete() {
        return plans().size() == planned.size();
    }

    /** {@return whether there is nothing to do at any destination that could be read} */
    public boolean isEmpty() {
        return plans().stream().allMatch(Plan::isEmpty);
    }

    /**
     * Compares what would be done, whatever the guards say about it.
     *
     * @param other plans for the same destinations
     * @return whether the same destinations could be read, and each plan makes the same change
     */
    public boolean makesSameChangesAs(Plans other) {
        List<Plan> mine = plans();
        List<Plan> others = other.plans();
        return mine.size() == others.size()
                && IntStream.range(0, mine.size()).allMatch(i -> mine.get(i).makesSameChangeAs(others.get(i)));
    }

    /**
     * Judges the plans again, with other guards. Nothing is read again.
     *
     * @param guards returns guards for a plan; each replaces the guard with the same option, or is new
     * @return the same plans with the objections of the other guards, which also hold when they are applied
     */
    public Plans judgedWith(Function<? super Plan, ? extends Collection<Guard>> guards) {
        return judgedWith(guards, removalsElsewhere);
    }

    /**
     * Judges plans of several sources again, together: {@link Guards#maxTotalRemovals} counts the removals of all of them.
     * Every other guard judges as before, and a refusal concerns its own plans only. Nothing is read again.
     *
     * @param all plans that are applied one after the other
     * @return the same plans, in the same order; they remember how many removals the others make
     */
    public static List<Plans> judgedTogether(List<Plans> all) {
        int removals = all.stream().mapToInt(plans -> removals(plans.planned)).sum();
        return all.stream()
                .map(plans -> plans.judgedWith(plan -> List.of(), removals - removals(plans.planned)))
                .toList();
    }

    /**
     * Leaves out changes, for example those that nobody has reviewed, and judges the rest. Nothing is read again.
     *
     * @param things returns, for a plan, the things to keep: additions, removals and things that cannot be added, in the
     *     spelling of the plan
     * @return plans without the other changes
     */
    public Plans limitedTo(Function<? super Plan, ? extends Collection<String>> things) {
        List<Destination.Done> limited = planned.stream()
                .map(done -> new Destination.Done(
                        done.report().withPlan(plan -> plan.limitedTo(Set.copyOf(things.apply(plan)))), done.cause()))
                .toList();
        return new Plans(destinations, limited, removalsElsewhere).judgedWith(plan -> List.of());
    }

    private Plans judgedWith(Function<? super Plan, ? extends Collection<Guard>> guards, int elsewhere) {
        int removals = removals(planned) + elsewhere;
        List<Destination> changed = new ArrayList<>();
        List<Destination.Done> judged = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            Destination destination = destinations.get(i);
            Destination.Done done = planned.get(i);
            Destination withOthers = done.report()
                    .plan()
                    .map(plan -> destination.with(guards.apply(plan)))
                    .orElse(destination);
            changed.add(withOthers);
            judged.add(judged(withOthers, done, removals));
        }
        return new Plans(List.copyOf(changed), judged, elsewhere);
    }

    /**
     * Carries out the plans, after all guards have judged them again. A destination that could not be read is left alone
     * and counts as failed. One that fails does not stop the others.
     *
     * @return one report for each destination, in the order of the destinations
     * @throws PlanRejectedException if a guard refuses one of the plans or a plan is too old; nothing was written
     * @throws SyncException if not everything ended as planned, or the thread was interrupted
     */
    public List<Report> apply() {
        int removals = removals(planned) + removalsElsewhere;
        List<Plan> judged = new ArrayList<>();
        try {
            for (int i = 0; i < planned.size(); i++) {
                Optional<Plan> plan = planned.get(i).report().plan();
                if (plan.isPresent()) {
                    judged.add(destinations.get(i).judgedBeforeApply(plan.get(), removals));
                }
            }
        } catch (InterruptedException e) {
            return ended(planned.stream()
                    .map(done -> new Destination.Done(
                            done.report().withFailure(Failures.of(done.report().destination(), "apply", e)),
                            Optional.of(e)))
                    .toList());
        }
        if (judged.stream().anyMatch(plan -> !plan.objections().isEmpty())) {
            throw PlanRejectedException.nothingWritten(judged);
        }
        return ended(inParallel(destinations, i -> applied(destinations.get(i), planned.get(i))));
    }

    private static Destination.Done compared(Destination destination, SourceReading source, Planner planner) {
        Clock clock = destination.settings().clock;
        Instant began = clock.instant();
        try {
            Plan plan = planner.plan(destination, source);
            return new Destination.Done(
                    Report.planned(plan, Duration.between(began, clock.instant())), Optional.empty());
        } catch (Exception e) {
            System.getLogger("dev.gosync")
                    .log(System.Logger.Level.DEBUG, destination.name() + " could not be planned", e);
            return unread(destination, e, Duration.between(began, clock.instant()));
        } catch (StackOverflowError | OutOfMemoryError e) {
            return unread(
                    destination, Failures.of(destination.name(), "plan", e), Duration.between(began, clock.instant()));
        }
    }

    private static Destination.Done judged(Destination destination, Destination.Done done, int removals) {
        return new Destination.Done(done.report().withPlan(plan -> destination.judged(plan, removals)), done.cause());
    }

    private static Destination.Done told(Destination destination, Destination.Done judged) {
        try {
            judged.report().plan().ifPresent(destination.listener()::planned);
            return judged;
        } catch (RuntimeException | Error e) {
            return new Destination.Done(
                    judged.report().withFailure(Failures.of(destination.name(), "plan", e)), Optional.of(e));
        }
    }

    private static Destination.Done unread(Destination destination, Exception thrown, Duration took) {
        return new Destination.Done(
                Report.unread(destination.name(), Failures.of(destination.name(), "read", thrown), took),
                Optional.of(thrown));
    }

    private static Destination.Done applied(Destination destination, Destination.Done planned) {
        Clock clock = destination.settings().clock;
        Instant began = clock.instant();
        Destination.Done done = planned.report()
                .plan()
                .filter(plan -> planned.report().failure().isEmpty())
                .map(destination::carryOut)
                .orElse(planned);
        Report report = done.report().withTook(planned.report().took().plus(Duration.between(began, clock.instant())));
        try {
            destination.listener().finished(report);
        } catch (RuntimeException | Error e) {
            System.getLogger("dev.gosync")
                    .log(System.Logger.Level.WARNING, "A listener failed after everything was done", e);
        }
        return new Destination.Done(report, done.cause());
    }

    private static List<Report> ended(List<Destination.Done> all) {
        List<Report> reports = reports(all);
        boolean interrupted = all.stream().anyMatch(Destination.Done::interrupted);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (interrupted || !reports.stream().allMatch(Report::isClean)) {
            @Nullable Throwable cause = all.stream()
                    .flatMap(done -> done.cause().stream())
                    .findFirst()
                    .orElse(null);
            throw new SyncException(reports, interrupted, cause);
        }
        return reports;
    }

    private static List<Report> reports(List<Destination.Done> all) {
        return all.stream().map(Destination.Done::report).toList();
    }

    private static List<Plan> plans(List<Destination.Done> all) {
        return all.stream().flatMap(done -> done.report().plan().stream()).toList();
    }

    private static int removals(List<Destination.Done> all) {
        return plans(all).stream().mapToInt(plan -> plan.removals().size()).sum();
    }

    private static List<Destination.Done> inParallel(
            List<Destination> destinations, IntFunction<Destination.Done> work) {
        return ParallelTasks.run(destinations.size(), Destination.parallel(destinations), work);
    }

    /** {@return the plans as text, one after the other} */
    @Override
    public String toString() {
        return String.join("\n", plans().stream().map(Objects::toString).toList());
    }
}
