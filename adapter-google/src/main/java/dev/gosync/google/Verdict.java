package dev.gosync.google;

import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.AdapterException;
import java.util.Optional;

/**
 * What the answer for one thing means.
 *
 * @param failure why it failed, if it did
 * @param wasThere whether the thing was a member before, under this address or another one
 * @param repeated whether an earlier request for the thing, whose answer was lost, may have taken effect
 * @param member the member, if the answer shows it
 */
record Verdict(Optional<AdapterException> failure, boolean wasThere, boolean repeated, Optional<Member> member) {
    static final Verdict DONE = new Verdict(Optional.empty(), false, false, Optional.empty());
    static final Verdict THERE_ALREADY = new Verdict(Optional.empty(), true, false, Optional.empty());

    static Verdict added(Member member) {
        return new Verdict(Optional.empty(), false, false, Optional.of(member));
    }

    static Verdict failed(AdapterException why) {
        return new Verdict(Optional.of(why), false, false, Optional.empty());
    }

    static Verdict found(Member member) {
        return new Verdict(Optional.empty(), true, false, Optional.of(member));
    }

    Verdict with(Optional<Member> who) {
        return who.isEmpty() ? this : new Verdict(failure, wasThere, repeated, who);
    }

    /**
     * The verdict on a thing.
     *
     * @param again whether the answer to an earlier request for it was lost; then a refusal of this request does not tell
     *     what that one did
     */
    Verdict afterRepetition(boolean again) {
        Optional<AdapterException> why = failure.map(own -> again && !own.kind().concernsOneThing() ? lost(own) : own);
        return new Verdict(why, wasThere, again, member);
    }

    /** The same failure, but the request may have taken effect. */
    static AdapterException lost(AdapterException failure) {
        return failure.answerLost() ? failure : failure.toBuilder().answerLost().build();
    }
}
