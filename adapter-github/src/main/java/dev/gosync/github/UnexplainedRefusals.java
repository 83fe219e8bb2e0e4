package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Outcomes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a 403 without a known reason is about. If GitHub accepts the same call for another user, before or after
 * it, the refusal is about this user. If GitHub refuses two users and has accepted none, it is about the team. For one
 * half of a change, and for one thread.
 */
final class UnexplainedRefusals {
    private final Outcomes outcomes;
    private boolean accepted;
    private @Nullable String undecided;
    private @Nullable AdapterException refusal;

    UnexplainedRefusals(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Hears that GitHub accepted a call. Called while that call runs. */
    void accepted() {
        accepted = true;
        decide(true);
    }

    /**
     * Hears of the failure of a call, while that call runs. Returns if the decision is still open.
     *
     * @throws AdapterException the failure of the thing
     */
    void failed(String thing, AdapterException failure) {
        if (!GitHubFailures.hasNoReason(failure)) {
            throw failure;
        }
        if (accepted) {
            throw GitHubFailures.ofOneUser(failure);
        }
        if (undecided != null) {
            decide(false);
            throw failure;
        }
        undecided = thing;
        refusal = failure;
        outcomes.postpone(List.of(thing));
    }

    /** Decides what is still open after the last call. */
    void end() {
        decide(false);
    }

    private void decide(boolean concernsUser) {
        String thing = undecided;
        AdapterException failure = refusal;
        undecided = null;
        refusal = null;
        if (thing != null && failure != null) {
            outcomes.failed(thing, concernsUser ? GitHubFailures.ofOneUser(failure) : failure);
        }
    }
}
