package dev.gosync.terraform;

import dev.gosync.adapter.Listing;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The memberships as a place listed them last. Immutable.
 *
 * @param byEmail by {@link TerraformDirectory#key}
 * @param emails by the id of the membership
 */
record Listed(Map<String, Membership> byEmail, Map<String, String> emails) {
    static final Listed NOTHING = new Listed(Map.of(), Map.of());

    static Listed of(Collection<Membership> memberships) {
        Map<String, Membership> byEmail = new HashMap<>();
        Map<String, String> emails = new HashMap<>();
        for (Membership membership : memberships) {
            if (membership.whyLeftOut().isEmpty()) {
                byEmail.put(TerraformDirectory.key(membership.email()), membership);
                emails.put(membership.id(), membership.email());
            }
        }
        return new Listed(byEmail, emails);
    }

    Optional<Membership> find(String email) {
        return Optional.ofNullable(byEmail.get(TerraformDirectory.key(email)));
    }

    /**
     * Lists people by their e-mail addresses, and counts the others by reason.
     *
     * @param whyKept why a person must not be removed; empty if the person may be
     */
    static Listing listing(Collection<Membership> memberships, Function<Membership, String> whyKept) {
        Set<String> emails = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (Membership membership : memberships) {
            String reason = membership.whyLeftOut();
            if (!reason.isEmpty()) {
                leftOut.merge(reason, 1, Integer::sum);
                continue;
            }
            emails.add(membership.email());
            String why = whyKept.apply(membership);
            if (!why.isEmpty()) {
                kept.put(membership.email(), why);
            }
        }
        return new Listing(emails, Map.of(), kept, leftOut);
    }
}
