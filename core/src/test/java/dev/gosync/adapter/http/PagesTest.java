package dev.gosync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class PagesTest {
    private final Pages pages = Pages.of("Team A", "members.list");

    private static void fails(ThrowingCallable next, String problem) {
        assertThatThrownBy(next).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(e.place()).isEqualTo("Team A");
            assertThat(e.operation()).isEqualTo("members.list");
            assertThat(e.problem()).isEqualTo(problem);
        });
    }

    @ParameterizedTest
    @NullAndEmptySource
    void a_page_without_a_next_one_is_the_last(String next) {
        assertThat(pages.next(List.of("a"), next)).isEmpty();
    }

    @Test
    void a_list_ends_with_its_last_page() {
        assertThat(pages.next(List.of("a", "b"), "2")).contains("2");
        assertThat(pages.next(List.of("c"), "3")).contains("3");
        assertThat(pages.next(List.of(), null)).isEmpty();
    }

    @Test
    void a_cursor_that_was_seen_before_fails() {
        pages.next(List.of("a"), "x");
        pages.next(List.of("b"), "y");

        fails(() -> pages.next(List.of("c"), "x"), "the next page is one that was read before");
    }

    @Test
    void a_page_that_names_itself_as_the_next_fails() {
        pages.next(List.of("a"), "x");

        fails(() -> pages.next(List.of("b"), "x"), "the next page is one that was read before");
    }

    @Test
    void an_offset_that_the_service_ignores_fails_at_the_second_page() {
        pages.next(List.of("a", "b"), "2");

        fails(
                () -> pages.next(List.of("a", "b"), "4"),
                "a page repeats what earlier pages held, and says that more follows");
    }

    @Test
    void a_page_of_what_several_earlier_pages_held_brings_nothing_new() {
        pages.next(List.of("a", "b"), "2");
        pages.next(List.of("c", "d"), "3");

        fails(
                () -> pages.next(List.of("d", "a"), "4"),
                "a page repeats what earlier pages held, and says that more follows");
    }

    @Test
    void a_page_with_one_new_element_goes_on_because_lists_shift_while_they_are_read() {
        pages.next(List.of("a", "b"), "2");

        assertThat(pages.next(List.of("b", "c"), "3")).contains("3");
    }

    @Test
    void the_last_page_may_repeat_because_it_ends_the_list() {
        pages.next(List.of("a", "b"), "2");

        assertThat(pages.next(List.of("b"), "")).isEmpty();
    }

    @Test
    void nine_empty_pages_in_a_row_are_allowed_and_the_tenth_fails() {
        for (int page = 1; page <= 9; page++) {
            assertThat(pages.next(List.of(), "c" + page)).contains("c" + page);
        }

        fails(
                () -> pages.next(List.of(), "c10"),
                "10 pages in a row are empty, and the last one says that more follows");
    }

    @Test
    void ten_empty_pages_may_end_the_list() {
        for (int page = 1; page <= 9; page++) {
            pages.next(List.of(), "c" + page);
        }

        assertThat(pages.next(List.of(), null)).isEmpty();
    }

    @Test
    void a_page_that_is_not_empty_starts_the_count_of_empty_pages_again() {
        for (int page = 1; page <= 50; page++) {
            assertThat(pages.next(page % 10 == 0 ? List.of("a" + page) : List.of(), "c" + page))
                    .isPresent();
        }
    }

    @Test
    void ten_thousand_pages_are_read_and_no_more() {
        for (int page = 1; page < 10_000; page++) {
            pages.next(List.of(page), "c" + page);
        }

        assertThat(pages.next(List.of("the last"), null)).isEmpty();
        fails(() -> pages.next(List.of("one more"), "c10000"), "the list has more than 10000 pages");
    }

    @Test
    void elements_may_be_of_any_type() {
        assertThat(pages.next(List.of(1, 2), "2")).contains("2");

        fails(
                () -> pages.next(List.of(2, 1), "3"),
                "a page repeats what earlier pages held, and says that more follows");
    }

    @Test
    void two_lists_are_followed_independently() {
        pages.next(List.of("a"), "2");

        assertThat(Pages.of("Team A", "members.list").next(List.of("a"), "2")).contains("2");
    }
}
