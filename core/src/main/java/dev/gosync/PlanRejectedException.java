package dev.gosync;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** One or more plans that the guards refused, with every objection. Nothing was written to any of the destinations. */
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

    /** Within a run, so that it reaches the caller as the failure in a {@link Report}. */
    static PlanRejectedException beforeSecondHalf(Plan plan) {
        return new PlanRejectedException("The second half was not begun.", List.of(plan));
    }

    private static String objections(Plan plan) {
        return plan.objections().stream()
                .map(objection -> "\n  " + plan.destination().name() + ": " + objection)
                .collect(Collectors.joining());
    }

    /** {@return every plan that was judged, those without an objection among them} */
    public List<Plan> plans() {
        return plans;
    }

    /** {@return every objection, in the order of the plans} */
    public List<Objection> objections() {
        return plans.stream().flatMap(plan -> plan.objections().stream()).toList();
    }
}
