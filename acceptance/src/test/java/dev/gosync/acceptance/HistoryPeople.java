package dev.gosync.acceptance;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The people of a history. Immutable.
 *
 * @param anchor a member at first, whom every source wants; so no place becomes empty, which some services refuse
 * @param known the people who may be members
 * @param everybody all of these, people whom the service refuses, and people whom it does not know
 */
record HistoryPeople(String anchor, List<String> known, Set<String> everybody) {
    private static final int KNOWN = 10;
    private static final int REFUSED = 2;
    private static final int UNKNOWN = 2;

    /** Makes people, and tells the service about them. */
    static HistoryPeople at(CertifiedPlace place) throws Exception {
        int refused = 1 + KNOWN;
        int unknown = refused + REFUSED;
        List<String> known = things(place, 1, refused);
        place.introduce(known);
        place.forbid(things(place, refused, unknown));
        return new HistoryPeople(place.thing(0), known, new TreeSet<>(things(place, 0, unknown + UNKNOWN)));
    }

    private static List<String> things(CertifiedPlace place, int from, int to) {
        return IntStream.range(from, to).mapToObj(place::thing).toList();
    }

    /** {@return these people and the anchor} */
    List<String> withAnchor(List<String> people) {
        return Stream.concat(Stream.of(anchor), people.stream()).distinct().toList();
    }
}
