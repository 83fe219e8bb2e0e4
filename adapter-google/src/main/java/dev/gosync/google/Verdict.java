package dev.gosync.google;

import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.AdapterException;
import java.util.Optional;

/**
 * What an answer says of one thing.
 *
 * @param failure why it is not so, if it is not
 * @param wasThere whether it was a member before, under this address or another
 * @param member who it is, where that was asked and somebody is
 */
record Verdict(Optional<AdapterException> failure, boolean wasThere, Optional<Member> member) {
    static final Verdict DONE = new Verdict(Optional.empty(), false, Optional.empty());
    static final Verdict THERE_ALREADY = new Verdict(Optional.empty(), true, Optional.empty());

    static Verdict failed(AdapterException why) {
        return new Verdict(Optional.of(why), false, Optional.empty());
    }

    static Verdict found(Member member) {
        return new Verdict(Optional.empty(), true, Optional.of(member));
    }
}
