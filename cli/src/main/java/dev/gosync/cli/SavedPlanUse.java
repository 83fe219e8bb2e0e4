package dev.gosync.cli;

import dev.gosync.journal.PlanCheck;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlan;
import java.util.List;
import java.util.Optional;

/**
 * What a run did with a saved plan.
 *
 * @param plan the plan
 * @param file its file, as the user named it
 * @param isConfigurationChanged whether the configuration is another one than when the plan was made
 * @param newSyncs the syncs of the configuration that the plan does not have
 * @param check how it compares with fresh plans; empty if a sync could not be planned, or if the plan was only saved
 * @param isBlocked whether nothing of it may be applied
 */
record SavedPlanUse(
        SavedPlan plan,
        String file,
        boolean isConfigurationChanged,
        List<String> newSyncs,
        Optional<PlanCheck> check,
        boolean isBlocked) {

    static SavedPlanUse saved(SavedPlan plan, String file) {
        return new SavedPlanUse(plan, file, false, List.of(), Optional.empty(), false);
    }

    static SavedPlanUse applied(SavedPlan plan, String file, RunInfo now, List<String> newSyncs) {
        RunInfo then = plan.madeBy();
        boolean isChanged = !then.configuration().equals(now.configuration())
                || !then.digest().equals(now.digest());
        return new SavedPlanUse(plan, file, isChanged, newSyncs, Optional.empty(), true);
    }

    SavedPlanUse with(PlanCheck compared, boolean blocked) {
        return new SavedPlanUse(plan, file, isConfigurationChanged, newSyncs, Optional.of(compared), blocked);
    }

    boolean isStale() {
        return check.filter(PlanCheck::isStale).isPresent();
    }
}
