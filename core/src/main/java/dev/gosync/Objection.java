package dev.gosync;

/**
 * Why a guard refuses a plan. Immutable; threads may share it.
 *
 * @param option the name of the guard, in kebab case: {@code max-removals}
 * @param measured what the guard measured: {@code would remove 12 of 40 members}
 * @param limit what it requires: {@code at most 10 removals}
 * @param remedy what to do next, in full sentences
 */
public record Objection(String option, String measured, String limit, String remedy) {
    /** {@return everything on one line} */
    @Override
    public String toString() {
        return measured + "; required: " + limit + ". " + remedy;
    }
}
