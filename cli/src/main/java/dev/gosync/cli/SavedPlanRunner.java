package dev.gosync.cli;

import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.adapter.Failure;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.journal.PlanCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies a saved plan: plans everything anew, compares, and writes only if all of the plan is still right and no guard
 * refuses anything. It runs once.
 */
final class SavedPlanRunner {
    /** Plans that have waited longer for their turn are made again. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private final Runner runner;
    private final ResultPrinter printer;
    private final Clock clock;
    private final Map<String, Plans> fresh = new LinkedHashMap<>();

    SavedPlanRunner(Runner runner, ResultPrinter printer, Clock clock) {
        this.runner = runner;
        this.printer = printer;
        this.clock = clock;
    }

    /**
     * Runs the syncs of the plan.
     *
     * @param batches the syncs of the plan that are still configured
     * @param plan the plan, not yet compared
     */
    RunResult run(List<List<ConfiguredSync>> batches, List<Vanished> vanished, SavedPlanUse plan) {
        Map<ConfiguredSync, SyncResult> ended = new LinkedHashMap<>();
        List<Map<ConfiguredSync, Plans>> planned = new ArrayList<>();
        for (List<ConfiguredSync> batch : batches) {
            Map<ConfiguredSync, Plans> together = runner.planTogether(batch, ended);
            planned.add(together);
            together.keySet().forEach(setup -> judge(setup, together, ended));
        }
        SavedPlanUse use = ended.isEmpty() ? compared(plan) : plan;
        printer.compared(use);
        List<SyncResult> results = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            for (ConfiguredSync setup : batches.get(i)) {
                Map<ConfiguredSync, Plans> together = planned.get(i);
                SyncResult result = Optional.ofNullable(ended.get(setup)).orElseGet(() -> result(setup, together, use));
                results.add(result);
                runner.print(result);
            }
        }
        return new RunResult(runner.request(), results, vanished).with(use);
    }

    private void judge(
            ConfiguredSync setup, Map<ConfiguredSync, Plans> together, Map<ConfiguredSync, SyncResult> ended) {
        runner.unlessFailed(setup, () -> {
                    fresh.put(setup.name(), runner.judged(setup, together));
                    return Optional.empty();
                })
                .ifPresent(result -> ended.put(setup, result));
    }

    private SavedPlanUse compared(SavedPlanUse plan) {
        PlanCheck check = plan.plan().check(fresh);
        boolean isBlocked = isWrong(check)
                || fresh.keySet().stream().anyMatch(sync -> plans(sync, check).isRefused());
        return plan.with(check, isBlocked);
    }

    private static boolean isWrong(PlanCheck check) {
        return check.isStale() || !check.unread().isEmpty();
    }

    /** What is left of the fresh plans of a sync. If that is not known or a guard refuses them, all of them. */
    private Plans plans(String sync, PlanCheck check) {
        Plans all = Optional.ofNullable(fresh.get(sync)).orElseThrow();
        return isWrong(check) || all.isRefused() ? all : runner.overridden(check.plans(sync));
    }

    private SyncResult result(ConfiguredSync setup, Map<ConfiguredSync, Plans> together, SavedPlanUse use) {
        return runner.unlessFailed(
                        setup, () -> Optional.of(use.isBlocked() ? blocked(setup, use) : applied(setup, together, use)))
                .orElseThrow();
    }

    /** Nothing of the plan may be applied. A sync that is not the reason is only planned. */
    private SyncResult blocked(ConfiguredSync setup, SavedPlanUse use) {
        Plans plans = use.check()
                .map(check -> plans(setup.name(), check))
                .or(() -> Optional.ofNullable(fresh.get(setup.name())))
                .orElseThrow();
        boolean isStale = use.check().stream()
                .flatMap(check -> check.stale().stream())
                .anyMatch(item -> item.sync().equals(setup.name()));
        if (plans.isRefused() || !plans.isComplete() || (use.check().isPresent() && !use.isStale())) {
            printer.planned(setup, plans);
        }
        return SyncResult.of(setup, isStale ? Status.REFUSED : Runner.statusOf(plans), plans.reports());
    }

    private SyncResult applied(ConfiguredSync setup, Map<ConfiguredSync, Plans> together, SavedPlanUse use)
            throws InterruptedException {
        Plans plans = plans(setup.name(), use.check().orElseThrow());
        if (runner.canApply(plans) && isOld(plans)) {
            fresh.put(setup.name(), runner.plannedAgain(setup, together));
            PlanCheck check = use.plan().check(fresh);
            if (isWrong(check)) {
                return SyncResult.refused(setup, changed(setup, check), plans.reports());
            }
            plans = plans(setup.name(), check);
        }
        printer.planned(setup, plans);
        return runner.appliedUnlessInterrupted(setup, plans);
    }

    private boolean isOld(Plans plans) {
        return plans.plans().stream()
                .map(Plan::destination)
                .anyMatch(
                        side -> Duration.between(side.readAt(), clock.instant()).compareTo(MAX_WAIT) > 0);
    }

    private static Failure changed(ConfiguredSync setup, PlanCheck check) {
        String problem = check.isStale()
                ? "the saved plan became stale while other syncs were applied: "
                        + check.stale().get(0)
                : "a destination could not be read again";
        return new Failure(Optional.empty(), setup.source().name(), "apply", problem, "Plan again.", Optional.empty());
    }
}
