package dev.gosync;

/**
 * Why a guard will not let a plan pass.
 *
 * @param option the option that would allow it, in kebab case: {@code max-removals}
 * @param measured what the guard found: {@code would remove 12 of 40 members}
 * @param limit what it allows: {@code at most 10 removals}
 * @param remedy what would make it pass, one sentence
 */
public record Objection(String option, String measured, String limit, String remedy) {
    /** {@return all of it on one line} */
    @Override
    public String toString() {
        return measured + "; the limit is " + limit + ". " + remedy;
    }
}
