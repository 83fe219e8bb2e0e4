package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncGroup;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.cli.Configuration.SyncSetup;
import dev.gosync.cli.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Plans and applies the syncs of a configuration, one after the other. */
final class Runner {
    /** If the user needs longer to answer, the sync is planned again. */
    private static final Duration MAX_ANSWER_TIME = Duration.ofMinutes(1);

    private final ProgramContext context;
    private final RunRequest request;
    private final OptionalInt parallel;
    private final ResultPrinter printer;
    private final SyncListener listener;
    private final Consumer<Throwable> onFailure;

    Runner(
            ProgramContext context,
            RunRequest request,
            OptionalInt parallel,
            ResultPrinter printer,
            SyncListener listener,
            Consumer<Throwable> onFailure) {
        this.context = context;
        this.request = request;
        this.parallel = parallel;
        this.printer = printer;
        this.listener = listener;
        this.onFailure = onFailure;
    }

    RunResult run(List<SyncSetup> syncs) {
        List<SyncResult> results = new ArrayList<>();
        boolean interrupted = false;
        for (SyncSetup setup : syncs) {
            interrupted |= clearInterrupt();
            SyncResult result = interrupted ? SyncResult.of(setup, Status.NOT_STARTED, List.of()) : planAndApply(setup);
            interrupted |= result.status() == Status.INTERRUPTED;
            results.add(result);
            printer.syncFinished(result);
        }
        RunResult run = new RunResult(request, results);
        printer.runFinished(run);
        return run;
    }

    private SyncResult planAndApply(SyncSetup setup) {
        try {
            Sync base = Sync.from(setup.source()).clock(context.clock()).listener(listener);
            Sync sync = parallel.isPresent() ? base.parallel(parallel.getAsInt()) : base;
            Plans plans = plan(setup, sync);
            printer.planned(setup, plans);
            while (canApply(plans) && !plans.isEmpty() && request.mustAsk()) {
                Instant asked = context.clock().instant();
                if (!isConfirmed(setup)) {
                    return SyncResult.of(setup, Status.DECLINED, plans.reports());
                }
                if (Duration.between(asked, context.clock().instant()).compareTo(MAX_ANSWER_TIME) <= 0) {
                    break;
                }
                Plans shown = plans;
                plans = plan(setup, sync.refreshed());
                if (!plans.isRefused() && plans.makesSameChangesAs(shown)) {
                    break;
                }
                context.printMessage("The answer took longer than a minute, and the plan has changed:");
                printer.planned(setup, plans);
            }
            return canApply(plans) ? apply(setup, plans) : SyncResult.of(setup, statusOf(plans), plans.reports());
        } catch (AdapterException e) {
            onFailure.accept(e);
            return SyncResult.failed(setup, e.failure());
        } catch (InterruptedException e) {
            return SyncResult.of(setup, Status.INTERRUPTED, List.of());
        } catch (RuntimeException e) {
            onFailure.accept(e);
            return SyncResult.failed(setup, failure(setup, "plan", e.toString()));
        } catch (Error e) { // for example, no memory is left to compare both sides; the next syncs may be smaller
            onFailure.accept(e);
            return SyncResult.failed(setup, failure(setup, "plan", TextFormat.message(e)));
        }
    }

    private Plans plan(SyncSetup setup, Sync sync) throws InterruptedException {
        Map<Adapter, Sync> syncs = new LinkedHashMap<>();
        setup.destinations()
                .forEach(destination ->
                        syncs.put(destination.place(), destination.settings().applyTo(sync)));
        Plans plans = SyncGroup.of(syncs).plan();
        return request.overrides().isEmpty() ? plans : plans.judgedWith(this::overridesFor);
    }

    /** The overrides of the guards that refuse this plan. Guards that accept the plan keep their configured limits. */
    private List<Guard> overridesFor(Plan plan) {
        Set<String> refusing = plan.objections().stream().map(Objection::option).collect(Collectors.toSet());
        return request.overrides().stream()
                .filter(override -> refusing.contains(override.option().key()))
                .map(GuardOverride::guard)
                .toList();
    }

    /** Whether there is anything to apply. Things that cannot be added need no write, but they get their outcomes. */
    private boolean canApply(Plans plans) {
        return request.writes()
                && !request.dryRun()
                && !plans.isRefused()
                && plans.plans().stream()
                        .anyMatch(plan -> !plan.isEmpty() || !plan.cannotAdd().isEmpty());
    }

    private static Status statusOf(Plans plans) {
        if (plans.isRefused()) {
            return Status.REFUSED;
        }
        if (!plans.isComplete()) {
            return Status.FAILED;
        }
        return plans.isEmpty() ? Status.NOTHING_TO_DO : Status.PLANNED;
    }

    private boolean isConfirmed(SyncSetup setup) throws InterruptedException {
        context.out().flush();
        synchronized (context.err()) {
            context.err().print("Apply this plan to " + InvisibleCharacters.shownIn(setup.name()) + "? [y/N] ");
            context.err().flush();
        }
        String answer = context.terminal().readLine().orElse("").strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private SyncResult apply(SyncSetup setup, Plans plans) {
        try {
            List<Report> reports = plans.apply();
            return SyncResult.of(setup, plans.isEmpty() ? Status.NOTHING_TO_DO : Status.DONE, reports);
        } catch (PlanRejectedException e) {
            // The guards accepted the plan when it was made, so the plan has become too old since then.
            String objections = e.objections().stream().map(Objection::toString).collect(Collectors.joining(" "));
            return SyncResult.refused(setup, failure(setup, "apply", objections), plans.reports());
        } catch (SyncException e) {
            onFailure.accept(e);
            if (e.interrupted()) {
                clearInterrupt();
                return SyncResult.of(setup, Status.INTERRUPTED, e.reports());
            }
            return SyncResult.of(setup, Status.FAILED, e.reports());
        }
    }

    private static Failure failure(SyncSetup setup, String operation, String problem) {
        return new Failure(Optional.empty(), setup.source().name(), operation, problem, "", Optional.empty());
    }

    /** After an interrupt only the results are left to print. This must not be interrupted again. */
    private static boolean clearInterrupt() {
        return Thread.interrupted();
    }
}
