package dev.gosync.journal;

import dev.gosync.adapter.Listing;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which members of a place the things of a journal are. A thing is the member, or the alias of a member, with exactly this
 * spelling. Without one, it is each member that it is another spelling of, ignoring case.
 */
final class Members {
    private final Listing listing;
    private final Map<String, Set<String>> membersByKey = new HashMap<>();

    /**
     * Makes the index.
     *
     * @param listing what the place holds
     * @param sought the members that matter
     */
    Members(Listing listing, Collection<String> sought) {
        this.listing = listing;
        Set<String> wanted = new HashSet<>(sought);
        Set<String> keys = new HashSet<>();
        wanted.forEach(member -> keys.add(Keys.of(member)));
        listing.aliases().forEach((alias, member) -> {
            if (wanted.contains(member)) {
                keys.add(Keys.of(alias));
            }
        });
        listing.things().forEach(member -> add(keys, member, member));
        listing.aliases().forEach((alias, member) -> add(keys, alias, member));
    }

    private void add(Set<String> keys, String spelling, String member) {
        String key = Keys.of(spelling);
        if (keys.contains(key)) {
            membersByKey.computeIfAbsent(key, first -> new HashSet<>()).add(member);
        }
    }

    /** {@return the members that a thing may be; empty if it is none of those that matter} */
    Set<String> of(String thing) {
        if (listing.things().contains(thing)) {
            return Set.of(thing);
        }
        String member = listing.aliases().get(thing);
        return member != null ? Set.of(member) : membersByKey.getOrDefault(Keys.of(thing), Set.of());
    }

    /** {@return the members that these things are, each without a doubt} */
    Set<String> surely(Collection<String> things) {
        Set<String> members = new HashSet<>();
        for (String thing : things) {
            Set<String> found = of(thing);
            if (found.size() == 1) {
                members.addAll(found);
            }
        }
        return members;
    }
}
