package dev.gosync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Several destinations of one source, each with settings of its own: read together, judged together before the first
 * write, and written side by side. For destinations with the same settings there is {@link Sync#syncWithAll}. Immutable,
 * and safe for use by several threads.
 */
public final class SyncGroup {
    private record Member(Adapter destination, Sync sync) {}

    /** What became of a destination, and the exception behind it that a report does not hold. */
    record Run(Report report, Optional<Throwable> cause) {
        boolean interrupted() {
            return cause.filter(InterruptedException.class::isInstance).isPresent();
        }
    }

    private final List<Member> members;

    private SyncGroup(List<Member> members) {
        this.members = members;
    }

    /**
     * Groups destinations.
     *
     * @param destinations each with how it is brought in step, in the order of the reports; all syncs derived from one
     *     {@link Sync#from}, the largest {@link Sync#parallel} of which holds
     * @return the group
     * @throws IllegalArgumentException if a place stands there twice or is its own source, or the syncs read different
     *     sources
     */
    public static SyncGroup of(Map<? extends Adapter, Sync> destinations) {
        List<Member> members = new ArrayList<>();
        destinations.forEach((destination, sync) -> members.add(new Member(destination, sync)));
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (member.sync.reading() != members.get(0).sync.reading()) {
                throw new IllegalArgumentException("The syncs of a group must all be derived from one Sync.from");
            }
            if (!names.add(member.destination.name())) {
                throw twice(member.destination);
            }
            if (isPartOf(member.sync.reading().source(), member.destination)) {
                throw new IllegalArgumentException(member.destination.name() + " is its own source");
            }
        }
        return new SyncGroup(List.copyOf(members));
    }

    static IllegalArgumentException twice(Adapter destination) {
        return new IllegalArgumentException(destination.name() + " is a destination twice");
    }

    private static boolean isPartOf(Source source, Adapter destination) {
        return source.name().equals(destination.name())
                || (source instanceof CombinedSource combined
                        && combined.parts().stream().anyMatch(part -> isPartOf(part, destination)));
    }

    /**
     * Reads the source once and every destination, and judges all plans. Changes nothing, and throws for no guard.
     *
     * @return for each destination, in their order, a report with nothing started and either the plan with its
     *     objections or why the destination could not be read
     * @throws AdapterException if the source cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public List<Report> plan() throws InterruptedException {
        return reports(planAll());
    }

    private List<Run> planAll() throws InterruptedException {
        if (members.isEmpty()) {
            return List.of();
        }
        Reading.Dated source = members.get(0).sync.readSource();
        List<Run> runs = sideBySide(i -> planned(members.get(i), source));
        if (Thread.interrupted() || runs.stream().anyMatch(Run::interrupted)) {
            throw new InterruptedException("interrupted while planning");
        }
        int removals = removals(runs);
        List<Run> judged = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            judged.add(judged(members.get(i).sync, runs.get(i), removals));
        }
        return judged;
    }

    /**
     * Carries out plans, which the guards judge again.
     *
     * @param planned what {@link #plan} gave; a destination that could not be read is left alone and counts as failed
     * @return a report for each destination, in their order
     * @throws PlanRejectedException if a guard objects to any of the plans or one does not fit; nothing was written
     * @throws SyncException if not everything ended as planned, or the thread was interrupted
     */
    public List<Report> apply(List<Report> planned) {
        if (planned.size() != members.size()) {
            throw new IllegalArgumentException(planned.size() + " plans for " + members.size() + " destinations");
        }
        return applyAll(planned.stream()
                .map(report -> new Run(report, Optional.empty()))
                .toList());
    }

    private List<Report> applyAll(List<Run> planned) {
        int removals = removals(planned);
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            planned.get(i).report.plan().ifPresent(plan -> {
                List<Objection> objections = new ArrayList<>(member.sync.misfits(plan, member.destination));
                objections.addAll(member.sync.objections(plan, removals));
                plans.add(plan.withObjections(objections));
            });
        }
        if (plans.stream().anyMatch(plan -> !plan.objections().isEmpty())) {
            throw PlanRejectedException.nothingWritten(plans);
        }
        return ended(sideBySide(i -> applied(members.get(i), planned.get(i))));
    }

    /**
     * Plans and applies.
     *
     * @return a report for each destination, in their order
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard objects to any of the plans; nothing was written anywhere
     * @throws SyncException if not everything ended as planned, a destination could not be read, or the thread was
     *     interrupted
     */
    public List<Report> sync() {
        List<Run> planned;
        try {
            planned = planAll();
        } catch (InterruptedException e) {
            return ended(members.stream()
                    .map(member -> new Run(unread(member, e, Duration.ZERO), Optional.of(e)))
                    .toList());
        }
        return applyAll(planned);
    }

    private static Run planned(Member member, Reading.Dated source) {
        Clock clock = member.sync.clock();
        Instant began = clock.instant();
        try {
            Plan plan = member.sync.compare(source, member.destination);
            return new Run(Report.planned(plan, Duration.between(began, clock.instant())), Optional.empty());
        } catch (Exception e) {
            // A plan fails for no destination alone, and a report says no more than people need.
            System.getLogger("dev.gosync")
                    .log(System.Logger.Level.DEBUG, member.destination.name() + " has no plan", e);
            return new Run(unread(member, e, Duration.between(began, clock.instant())), Optional.of(e));
        }
    }

    private static Run judged(Sync sync, Run run, int removals) {
        Report report = run.report.withPlan(plan -> plan.withObjections(sync.objections(plan, removals)));
        try {
            report.plan().ifPresent(sync.listener()::planned);
        } catch (RuntimeException | Error e) {
            return new Run(report.withFailure(e), Optional.of(e));
        }
        return new Run(report, run.cause);
    }

    private static Report unread(Member member, Exception thrown, Duration took) {
        return Report.unread(member.destination.name(), thrown, took);
    }

    private static Run applied(Member member, Run planned) {
        Clock clock = member.sync.clock();
        Instant began = clock.instant();
        Run run = planned.report
                .plan()
                .filter(plan -> planned.report.failure().isEmpty())
                .map(plan -> member.sync.carryOut(plan, member.destination))
                .orElse(planned);
        Report report = run.report.withTook(planned.report.took().plus(Duration.between(began, clock.instant())));
        try {
            member.sync.listener().finished(report);
        } catch (RuntimeException | Error e) {
            System.getLogger("dev.gosync").log(System.Logger.Level.WARNING, "A listener failed after all was done", e);
        }
        return new Run(report, run.cause);
    }

    private static List<Report> ended(List<Run> runs) {
        List<Report> reports = reports(runs);
        boolean interrupted = runs.stream().anyMatch(Run::interrupted);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (interrupted || !reports.stream().allMatch(Report::isClean)) {
            @Nullable Throwable cause =
                    runs.stream().flatMap(run -> run.cause.stream()).findFirst().orElse(null);
            throw new SyncException(reports, interrupted, cause);
        }
        return reports;
    }

    private static List<Report> reports(List<Run> runs) {
        return runs.stream().map(Run::report).toList();
    }

    private static int removals(List<Run> runs) {
        return runs.stream()
                .flatMap(run -> run.report.plan().stream())
                .mapToInt(plan -> plan.removals().size())
                .sum();
    }

    private List<Run> sideBySide(IntFunction<Run> work) {
        int parallel = members.stream()
                .mapToInt(member -> member.sync.parallel())
                .max()
                .orElse(1);
        return SideBySide.run(members.size(), parallel, work);
    }
}
