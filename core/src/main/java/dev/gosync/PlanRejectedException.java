package dev.gosync;

import dev.gosync.adapter.GoSyncException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Guards refused one or more plans. It has every objection. Nothing was written to any destination. */
public final class PlanRejectedException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Plan> plans;

    private PlanRejectedException(String lead, List<Plan> plans) {
        super(lead + plans.stream().map(PlanRejectedException::objections).collect(Collectors.joining()), null);
        this.plans = List.copyOf(plans);
    }

    static PlanRejectedException nothingWritten(List<Plan> plans) {
        return new PlanRejectedException("Refused, and nothing was written.", plans);
    }

    /** During a run; the caller sees it as the failure in a {@link Report}. */
    static PlanRejectedException beforeSecondHalf(Plan plan) {
        return new PlanRejectedException("The second half did not start.", List.of(plan));
    }

    private static String objections(Plan plan) {
        return plan.objections().stream()
                .map(objection -> "\n  " + plan.destination().name() + ": " + objection)
                .collect(Collectors.joining());
    }

    /** {@return every plan that was judged, also those without an objection} */
    public List<Plan> plans() {
        return plans;
    }

    /** {@return every objection, in the order of the plans} */
    public List<Objection> objections() {
        return plans.stream().flatMap(plan -> plan.objections().stream()).toList();
    }
}
