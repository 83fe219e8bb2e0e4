package dev.gosync.adapter.http;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the pages of one list, and never for ever: it refuses a cursor that it has seen before, a page that repeats
 * what earlier pages held, and too many pages. A list that was cut short must not look like a whole one, so each of these
 * fails the read. For one read of one list, and for one thread.
 */
public final class Pages {
    /** Some services filter a page after they have cut it, so a few pages may be empty. */
    private static final int MOST_EMPTY_IN_A_ROW = 10;

    private static final int MOST = 10_000;

    private final String place;
    private final String operation;
    private final Set<String> cursors = new HashSet<>();
    private final Set<Object> seen = new HashSet<>();
    private int pages;
    private int emptyInARow;

    private Pages(String place, String operation) {
        this.place = place;
        this.operation = operation;
    }

    /**
     * Starts with the first page.
     *
     * @param place the {@linkplain dev.gosync.adapter.Source#name() name} of the place, for errors
     * @param operation what is being done, in the vendor's word, for errors
     * @return no page yet
     */
    public static Pages of(String place, String operation) {
        return new Pages(place, operation);
    }

    /**
     * Hears of a page and returns where the next one begins.
     *
     * @param page what identifies each element of the page, such as its id
     * @param next the cursor, the page number or the offset of the next page; {@code null} or empty if this page is the
     *     last one
     * @return {@code next}; empty if this page is the last one
     * @throws AdapterException MALFORMED_ANSWER if a next page is named and following it would not end: this page brought
     *     nothing new, its cursor was seen before, ten pages in a row were empty, or there were 10,000 pages
     */
    public Optional<String> next(Collection<?> page, @Nullable String next) {
        boolean isNew = false;
        for (Object element : page) {
            isNew |= seen.add(element);
        }
        if (next == null || next.isEmpty()) {
            return Optional.empty();
        }
        emptyInARow = page.isEmpty() ? emptyInARow + 1 : 0;
        if (!page.isEmpty() && !isNew) {
            throw endless("a page repeats what earlier pages held, and says that more follows");
        }
        if (!cursors.add(next)) {
            throw endless("the next page is one that was read before");
        }
        if (emptyInARow >= MOST_EMPTY_IN_A_ROW) {
            throw endless(MOST_EMPTY_IN_A_ROW + " pages in a row are empty, and the last one says that more follows");
        }
        if (++pages >= MOST) {
            throw endless("the list has more than " + MOST + " pages");
        }
        return Optional.of(next);
    }

    private AdapterException endless(String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, operation, problem)
                .build();
    }
}
