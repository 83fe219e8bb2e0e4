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
 * refuses anything.
 */
final class SavedPlanRunner {
    /** Plans that have waited longer for their turn are made again. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private final Runner runner;
    private final ResultPrinter printer;
    private final Clock clock;

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
        Map<ConfiguredSync, Plans> fresh = new LinkedHashMap<>();
        for (List<ConfiguredSync> batch : batches) {
            Map<ConfiguredSync, Plans> planned = runner.planTogether(batch, ended);
            for (ConfiguredSync setup : planned.keySet()) {
                runner.unlessFailed(setup, () -> {
                            fresh.put(setup, runner.judged(setup, planned));
                            return Optional.empty();
                        })
                        .ifPresent(result -> ended.put(setup, result));
            }
        }
        SavedPlanUse use = plan;
        Map<ConfiguredSync, Plans> limited = new LinkedHashMap<>(fresh);
        if (ended.isEmpty()) {
            PlanCheck check = plan.plan().check(byName(fresh));
            boolean isRefused = !check.unread().isEmpty() || anyRefused(fresh);
            if (!check.isStale() && check.unread().isEmpty()) {
                limited.replaceAll((setup, plans) -> plans.isRefused() ? plans : limited(setup, check));
            }
            use = plan.with(check, check.isStale() || isRefused || anyRefused(limited));
        }
        printer.compared(use);
        List<SyncResult> results = new ArrayList<>();
        for (List<ConfiguredSync> batch : batches) {
            for (ConfiguredSync setup : batch) {
                SyncResult result = ended.containsKey(setup)
                        ? ended.get(setup)
                        : use.isBlocked() ? blocked(setup, limited, use) : applied(setup, limited, fresh, use);
                results.add(result);
                printer.syncFinished(result);
            }
        }
        return new RunResult(runner.request(), results, vanished).with(use);
    }

    private Plans limited(ConfiguredSync setup, PlanCheck check) {
        return runner.overridden(check.plans().get(setup.name()));
    }

    private static Map<String, Plans> byName(Map<ConfiguredSync, Plans> plans) {
        Map<String, Plans> byName = new LinkedHashMap<>();
        plans.forEach((setup, planned) -> byName.put(setup.name(), planned));
        return byName;
    }

    private static boolean anyRefused(Map<ConfiguredSync, Plans> plans) {
        return plans.values().stream().anyMatch(Plans::isRefused);
    }

    /** Nothing of the plan may be applied. A sync that is not the reason is only planned. */
    private SyncResult blocked(ConfiguredSync setup, Map<ConfiguredSync, Plans> limited, SavedPlanUse use) {
        Plans plans = limited.get(setup);
        boolean isStale = use.check().stream()
                .flatMap(check -> check.stale().stream())
                .anyMatch(item -> item.sync().equals(setup.name()));
        if (plans.isRefused() || !plans.isComplete() || !use.isStale()) {
            printer.planned(setup, plans);
        }
        return SyncResult.of(setup, isStale ? Status.REFUSED : Runner.statusOf(plans), plans.reports());
    }

    private SyncResult applied(
            ConfiguredSync setup,
            Map<ConfiguredSync, Plans> limited,
            Map<ConfiguredSync, Plans> fresh,
            SavedPlanUse use) {
        return runner.unlessFailed(setup, () -> {
                    Plans plans = limited.get(setup);
                    if (runner.canApply(plans) && isOld(plans)) {
                        fresh.put(setup, runner.plannedAgain(setup));
                        PlanCheck check = use.plan().check(byName(fresh));
                        if (check.isStale() || !check.unread().isEmpty()) {
                            return Optional.of(SyncResult.refused(setup, changed(setup, check), plans.reports()));
                        }
                        plans = fresh.get(setup).isRefused() ? fresh.get(setup) : limited(setup, check);
                    }
                    printer.planned(setup, plans);
                    return Optional.of(runner.appliedUnlessInterrupted(setup, plans));
                })
                .orElseThrow();
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
