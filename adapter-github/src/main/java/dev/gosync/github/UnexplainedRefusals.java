package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Outcomes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a 403 without a known reason is about. If GitHub accepts the same call for another user, before or after
 * it, the refusal is about this user. If GitHub refuses two users and has accepted none, it is about the team. For one
 * half of a change, and for one thread.
 */
final class UnexplainedRefusals {
    private final Outcomes outcomes;
    private final Set<String> accepted = new HashSet<>();
    private String undecided = "";
    private @Nullable AdapterException refusal;

    UnexplainedRefusals(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Hears that GitHub accepted a call of this operation. Called while that call runs. */
    void accepted(String operation) {
        accepted.add(operation);
        if (refusal != null && refusal.operation().equals(operation)) {
            decide(GitHubFailures.ofOneUser(refusal));
        }
    }

    /**
     * Hears of the failure of a call, while that call runs. Returns if the decision is still open.
     *
     * @throws AdapterException the failure of the thing
     */
    void failed(String thing, AdapterException failure) {
        if (failure.answerLost() || !GitHubFailures.hasNoReason(failure)) {
            throw failure;
        }
        if (accepted.contains(failure.operation())) {
            throw GitHubFailures.ofOneUser(failure);
        }
        if (refusal != null) {
            end();
            throw failure;
        }
        undecided = thing;
        refusal = failure;
        outcomes.postpone(List.of(thing));
    }

    /** Reports what is still undecided as a failure of the team. */
    void end() {
        if (refusal != null) {
            decide(refusal);
        }
    }

    private void decide(AdapterException failure) {
        refusal = null;
        outcomes.failed(undecided, failure);
    }
}
