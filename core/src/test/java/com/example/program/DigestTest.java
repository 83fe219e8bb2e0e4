package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.adapter.Listing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The digest of one side of a plan. */
class DigestTest {
    private static final Listing TINY = listing(Map.of("ann@x", "a@x"), Map.of("b@x", "owner"), "a@x", "b@x");

    private static Listing listing(Map<String, String> aliases, Map<String, String> kept, String... things) {
        return new Listing(new LinkedHashSet<>(List.of(things)), aliases, kept, Map.of());
    }

    private static String digest(Listing listing) {
        return new Plan.Side("Staff", listing, Team.NOW).digest();
    }

    private static String digest(Collection<String> things) {
        return digest(Listing.of(things));
    }

    /** Saved plans hold digests, so a new release must not change them. */
    @Test
    void the_digest_of_a_listing_never_changes() {
        assertThat(digest(TINY)).isEqualTo("0507cc3e26dc8c005ee7bec722f664091ff60ddcbe0c06c32f5c86ae62f61883");
    }

    @Test
    void the_order_of_a_listing_does_not_matter() {
        Map<String, String> inOrder = new TreeMap<>(Map.of("c", "a", "d", "b"));
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed.put("d", "b");
        reversed.put("c", "a");

        assertThat(digest(listing(reversed, reversed, "b", "a")))
                .isEqualTo(digest(listing(inOrder, inOrder, "a", "b")));
    }

    @Test
    void other_things_aliases_and_kept_members_have_other_digests() {
        List<Listing> listings = List.of(
                TINY,
                listing(Map.of("ann@x", "a@x"), Map.of("b@x", "owner"), "a@x", "b@x", "c@x"),
                listing(Map.of("ann@x", "a@x"), Map.of("b@x", "owner"), "a@x", "B@x"),
                listing(Map.of("ann@x", "b@x"), Map.of("b@x", "owner"), "a@x", "b@x"),
                listing(Map.of("ann@y", "a@x"), Map.of("b@x", "owner"), "a@x", "b@x"),
                listing(Map.of(), Map.of("b@x", "owner"), "a@x", "b@x"),
                listing(Map.of("ann@x", "a@x"), Map.of("a@x", "owner"), "a@x", "b@x"),
                listing(Map.of("ann@x", "a@x"), Map.of("b@x", "maintainer"), "a@x", "b@x"),
                listing(Map.of("ann@x", "a@x"), Map.of(), "a@x", "b@x"));

        assertThat(listings.stream().map(DigestTest::digest).distinct()).hasSameSizeAs(listings);
    }

    @Test
    void the_bounds_of_things_matter() {
        assertThat(digest(List.of("ab", "c"))).isNotEqualTo(digest(List.of("a", "bc")));
        assertThat(digest(listing(Map.of("b", "a"), Map.of(), "a")))
                .isNotEqualTo(digest(listing(Map.of(), Map.of("b", "a"), "a")));
    }

    @Test
    void an_empty_listing_has_a_digest() {
        assertThat(digest(Set.of())).hasSize(64).isNotEqualTo(digest(Set.of("a")));
    }

    @Test
    void names_times_and_members_without_an_identifier_do_not_matter() {
        Listing withBots = new Listing(TINY.things(), TINY.aliases(), TINY.kept(), Map.of("bot", 3));

        assertThat(new Plan.Side("Other", withBots, Team.NOW.plusSeconds(1)).digest())
                .isEqualTo(digest(TINY));
    }
}
