package dev.gosync.cli;

import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.config.GuardOption;
import java.util.List;
import java.util.Optional;

/**
 * What to say before the command that allows a refused plan once. If a mistake in the source is likely, the command comes
 * after a warning.
 *
 * @param warning what the plan would do, if it empties a place or most of it; empty if it does not
 * @param check what to do first, as a sentence that ends with a colon; the command follows
 */
record RefusalAdvice(Optional<String> warning, String check) {
    /**
     * Makes the advice.
     *
     * @param reports one for each destination of the sync
     * @param request the options of the run
     */
    static RefusalAdvice of(List<Report> reports, RunRequest request) {
        String once = request.saved().out().isPresent() ? "save" : "apply";
        List<Plan> plans =
                reports.stream().flatMap(report -> report.plan().stream()).toList();
        if (plans.stream().anyMatch(RefusalAdvice::isWithoutSource)) {
            boolean isAll = plans.stream().allMatch(plan -> plan.source().size() == 0);
            return new RefusalAdvice(
                    Optional.of(
                            (isAll ? "The source is empty. " : "A part of the source is empty. ") + removals(plans)),
                    "Check the source first. Only if it is meant to be empty, " + once + " the plan once:");
        }
        List<Plan> emptied = plans.stream().filter(RefusalAdvice::removesMost).toList();
        if (!emptied.isEmpty()) {
            return new RefusalAdvice(
                    Optional.of(removals(emptied)),
                    "Check the " + (request.undo().isPresent() ? "plan" : "source")
                            + " first. Only if these members must go, " + once + " the plan once:");
        }
        return new RefusalAdvice(Optional.empty(), "Check the plan. To " + once + " it once as it is:");
    }

    private static boolean isWithoutSource(Plan plan) {
        return plan.objections().stream()
                .anyMatch(objection -> objection.option().equals(GuardOption.ALLOW_EMPTY_SOURCE.key()));
    }

    private static boolean removesMost(Plan plan) {
        boolean isJudged = plan.objections().stream()
                .anyMatch(objection -> !objection.remedy().contains(RunCommand.FIRST_RUN));
        return isJudged && plan.removals().size() > plan.unchanged();
    }

    private static String removals(List<Plan> plans) {
        List<Plan> removing =
                plans.stream().filter(plan -> !plan.removals().isEmpty()).toList();
        if (removing.isEmpty()) {
            return "This plan removes no member.";
        }
        int removals =
                removing.stream().mapToInt(plan -> plan.removals().size()).sum();
        int members =
                removing.stream().mapToInt(plan -> plan.destination().size()).sum();
        String which = removals == members
                ? (members == 1 ? "the only member" : "all " + members + " members")
                : removals + " of " + members + " members";
        return "This plan would remove " + which
                + (removing.size() == 1 ? "." : " at " + removing.size() + " destinations.");
    }
}
