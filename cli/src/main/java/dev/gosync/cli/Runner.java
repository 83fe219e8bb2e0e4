package dev.gosync.cli;

import dev.gosync.Adapter;
import dev.gosync.AdapterException;
import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncGroup;
import dev.gosync.SyncListener;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import dev.gosync.cli.SyncResult.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Plans the syncs of a configuration one after the other, each when its turn comes, and applies what it may. */
final class Runner {
    private static final Duration LONGEST_THOUGHT = Duration.ofMinutes(1);

    /** Plans, and the group that made them and can apply them. */
    private record Round(SyncGroup group, List<Report> reports) {
        boolean isRefused() {
            return plans().anyMatch(plan -> !plan.objections().isEmpty());
        }

        boolean isEmpty() {
            return plans().allMatch(Plan::isEmpty);
        }

        boolean isUnreadable() {
            return reports.stream().anyMatch(report -> report.plan().isEmpty());
        }

        boolean saysTheSameAs(Round other) {
            return sayings().equals(other.sayings());
        }

        private Stream<Plan> plans() {
            return reports.stream().flatMap(report -> report.plan().stream());
        }

        private List<List<Object>> sayings() {
            return reports.stream()
                    .map(report -> report.plan()
                            .map(plan -> List.<Object>of(
                                    plan.additions(), plan.removals(), plan.kept(), plan.warnings(), plan.objections()))
                            .orElse(List.of()))
                    .toList();
        }
    }

    private final Surroundings around;
    private final RunRequest request;
    private final int parallel;
    private final Printout printout;
    private final SyncListener listener;
    private final Consumer<Throwable> unexpected;

    Runner(
            Surroundings around,
            RunRequest request,
            int parallel,
            Printout printout,
            SyncListener listener,
            Consumer<Throwable> unexpected) {
        this.around = around;
        this.request = request;
        this.parallel = parallel;
        this.printout = printout;
        this.listener = listener;
        this.unexpected = unexpected;
    }

    RunResult run(List<SyncSetup> syncs) {
        List<SyncResult> results = new ArrayList<>();
        boolean interrupted = false;
        for (SyncSetup setup : syncs) {
            interrupted |= clearInterrupt();
            SyncResult result = interrupted ? SyncResult.of(setup, End.NOT_STARTED, List.of()) : planAndApply(setup);
            interrupted |= result.end() == End.INTERRUPTED;
            results.add(result);
            printout.ended(result);
        }
        RunResult run = new RunResult(request, results);
        printout.finished(run);
        return run;
    }

    private SyncResult planAndApply(SyncSetup setup) {
        try {
            Sync sync = Sync.from(setup.source()).parallel(parallel).clock(around.clock());
            Round round = plan(setup, sync);
            printout.planned(setup, round.reports);
            while (isWorthApplying(round) && request.mustAsk()) {
                Instant asked = around.clock().instant();
                if (!isConfirmed(setup)) {
                    return SyncResult.of(setup, End.DECLINED, round.reports);
                }
                if (Duration.between(asked, around.clock().instant()).compareTo(LONGEST_THOUGHT) <= 0) {
                    break;
                }
                Round again = plan(setup, sync.refreshed());
                boolean same = again.saysTheSameAs(round);
                round = again;
                if (same) {
                    break;
                }
                around.say("That took a while, and the plan has changed meanwhile:");
                printout.planned(setup, round.reports);
            }
            return isWorthApplying(round) ? applied(setup, round) : SyncResult.of(setup, endOf(round), round.reports);
        } catch (AdapterException e) {
            unexpected.accept(e);
            return SyncResult.failed(setup, Optional.of(e.kind()), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            return SyncResult.of(setup, End.INTERRUPTED, List.of());
        } catch (RuntimeException e) {
            unexpected.accept(e);
            return SyncResult.failed(setup, Optional.empty(), e.toString());
        }
    }

    private boolean isWorthApplying(Round round) {
        return request.writes() && !request.dryRun() && !round.isRefused() && !round.isEmpty();
    }

    private static End endOf(Round round) {
        if (round.isRefused()) {
            return End.REFUSED;
        }
        if (round.isUnreadable()) {
            return End.FAILED;
        }
        return round.isEmpty() ? End.NOTHING_TO_DO : End.PLANNED;
    }

    private SyncResult applied(SyncSetup setup, Round round) {
        try {
            return SyncResult.of(setup, End.DONE, round.group.apply(round.reports));
        } catch (PlanRejectedException e) {
            return SyncResult.of(setup, End.REFUSED, judged(round.reports, e.plans()));
        } catch (SyncException e) {
            unexpected.accept(e);
            if (e.interrupted()) {
                clearInterrupt();
                return SyncResult.of(setup, End.INTERRUPTED, e.reports());
            }
            return SyncResult.of(setup, End.FAILED, e.reports());
        }
    }

    /** What remains after an interrupt is to say what was done, which must not be interrupted again. */
    private static boolean clearInterrupt() {
        return Thread.interrupted();
    }

    private boolean isConfirmed(SyncSetup setup) throws InterruptedException {
        around.out().flush();
        synchronized (around.err()) {
            around.err().print("Apply this to " + setup.name() + "? [y/N] ");
            around.err().flush();
        }
        String answer = around.terminal().readLine().orElse("").strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private Round plan(SyncSetup setup, Sync sync) throws InterruptedException {
        SyncGroup group = group(setup, destination -> destination.policy().on(sync.listener(listener)));
        Round round = new Round(group, group.plan());
        return request.allowed().isEmpty() || !round.isRefused() ? round : lifted(setup, sync, round);
    }

    /** The same plans, judged with what is allowed for this run wherever a guard has objected. */
    private Round lifted(SyncSetup setup, Sync sync, Round refused) {
        Map<Destination, Policy> policies = new LinkedHashMap<>();
        for (int i = 0; i < refused.reports.size(); i++) {
            Destination destination = setup.destinations().get(i);
            policies.put(destination, destination.policy().with(allowedIn(refused.reports.get(i))));
        }
        Function<Destination, Policy> policy = destination -> Objects.requireNonNull(policies.get(destination));
        SyncGroup group = group(setup, destination -> policy.apply(destination).on(sync.listener(listener)));
        SyncGroup judges = group(setup, destination -> policy.apply(destination).on(sync.dryRun()));
        try {
            judges.apply(refused.reports);
        } catch (PlanRejectedException e) {
            return new Round(group, judged(refused.reports, e.plans()));
        } catch (SyncException e) {
            // Some destination could not be read, which its report says; nobody objects.
        }
        return new Round(
                group,
                refused.reports.stream()
                        .map(report -> withPlan(report, report.plan().map(plan -> withObjections(plan, List.of()))))
                        .toList());
    }

    private Map<GuardOption, Guard> allowedIn(Report report) {
        Map<GuardOption, Guard> guards = new EnumMap<>(GuardOption.class);
        for (Objection objection : report.plan().map(Plan::objections).orElse(List.of())) {
            for (Allowance allowance : request.allowed()) {
                if (allowance.option().key().equals(objection.option())) {
                    guards.put(allowance.option(), allowance.guard());
                }
            }
        }
        return guards;
    }

    private static SyncGroup group(SyncSetup setup, Function<Destination, Sync> syncs) {
        Map<Adapter, Sync> group = new LinkedHashMap<>();
        setup.destinations().forEach(destination -> group.put(destination.place(), syncs.apply(destination)));
        return SyncGroup.of(group);
    }

    private static List<Report> judged(List<Report> reports, List<Plan> plans) {
        Map<String, Plan> byDestination = new LinkedHashMap<>();
        plans.forEach(plan -> byDestination.put(plan.destination().name(), plan));
        return reports.stream()
                .map(report -> withPlan(
                        report, report.plan().map(plan -> byDestination.getOrDefault(report.destination(), plan))))
                .toList();
    }

    private static Report withPlan(Report report, Optional<Plan> plan) {
        return new Report(
                report.destination(), plan, report.outcomes(), report.failure(), report.dryRun(), report.took());
    }

    private static Plan withObjections(Plan plan, List<Objection> objections) {
        return new Plan(
                plan.source(),
                plan.destination(),
                plan.mode(),
                plan.additions(),
                plan.removals(),
                plan.kept(),
                plan.warnings(),
                plan.emptyParts(),
                objections);
    }
}
