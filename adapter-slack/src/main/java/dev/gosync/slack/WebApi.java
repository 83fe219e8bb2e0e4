package dev.gosync.slack;

import com.google.gson.JsonParseException;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.model.ResponseMetadata;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Slack's Web API: every request goes through the gate, and every answer is looked at. Safe for use by several threads. */
final class WebApi {
    /** How much a page of a list may hold: Slack wants fewer than 1000. */
    static final int PAGE = 999;

    /** How long what is learnt of a workspace is kept, so that a service that runs for weeks hears of what changed. */
    static final Duration KEPT = Duration.ofHours(1);

    /** One request by the SDK, which throws where the status is none of success. */
    interface Call<T> {
        T by(MethodsClient slack) throws IOException, SlackApiException;
    }

    private final MethodsClient slack;
    private final Retry retry;
    private final @Nullable String team;
    private final Refusals refusals;

    WebApi(MethodsClient slack, Retry retry, Optional<String> team) {
        this.slack = slack;
        this.retry = retry;
        this.team = team.orElse(null);
        this.refusals = new Refusals(retry);
    }

    /** The workspace that is meant, for tokens of a whole organization; requests leave out what is null. */
    @Nullable String team() {
        return team;
    }

    Retry retry() {
        return retry;
    }

    Refusals refusals() {
        return refusals;
    }

    /** Makes one call, which has to succeed. */
    <T extends SlackApiTextResponse> T call(String place, Method method, Call<T> call) throws InterruptedException {
        return call(place, method, refusal -> false, call);
    }

    /** Makes one call, which has to succeed or to be refused in a way that says something: for the caller to judge. */
    <T extends SlackApiTextResponse> T call(String place, Method method, Predicate<T> telling, Call<T> call)
            throws InterruptedException {
        return retry.call(place, method.text(), () -> {
            @Nullable T answer;
            try {
                answer = call.by(slack);
            } catch (SlackApiException e) {
                throw refusals.of(place, method, e);
            } catch (JsonParseException | NullPointerException e) { // over an empty answer the SDK stumbles
                throw refusals.malformed(place, method, "the answer is not what it should be", e);
            }
            if (answer == null) {
                throw refusals.malformed(place, method, "the answer is empty", null);
            }
            if (answer.isOk() || telling.test(answer)) {
                return answer;
            }
            throw refusals.of(place, method, answer);
        });
    }

    /** Makes sure that an answer holds what it has to, and that no list has holes. */
    <T> T present(String place, Method method, String what, @Nullable T value) {
        if (value == null
                || (value instanceof Collection<?> list && list.stream().anyMatch(Objects::isNull))) {
            throw refusals.malformed(place, method, "the answer holds no " + what, null);
        }
        return value;
    }

    /** Where the next page of a list begins, if there is one; never where one of these began, to which it is added. */
    Optional<String> next(String place, Method method, Set<String> begun, @Nullable ResponseMetadata metadata) {
        String next = metadata == null ? null : metadata.getNextCursor();
        if (next == null || next.isEmpty()) {
            return Optional.empty();
        }
        if (!begun.add(next)) {
            throw refusals.malformed(place, method, "the pages lead back to one that was read before", null);
        }
        return Optional.of(next);
    }
}
