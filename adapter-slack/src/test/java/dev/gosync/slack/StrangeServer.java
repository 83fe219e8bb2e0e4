package dev.gosync.slack;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Another server at the address of Slack: it answers one method as a test says, and the others as usual. */
final class StrangeServer extends FakeServer {
    StrangeServer(String method, Function<FakeRequest, FakeAnswer> answer) {
        List.of("conversations.members", "conversations.list", "users.list")
                .forEach(each -> reads(
                        each,
                        "POST /api/" + each,
                        request -> each.equals(method) ? answer.apply(request) : usual(each)));
    }

    private static FakeAnswer usual(String method) {
        return FakeAnswer.json(
                200,
                method.equals("conversations.members")
                        ? Map.of(
                                "ok",
                                true,
                                "members",
                                IntStream.range(10, 30).mapToObj(i -> "U" + i).toList())
                        : Map.of("ok", true, "channels", List.of(Map.of("id", "C1", "name", "platform"))));
    }

    AdapterException failure() {
        try (SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                .baseUrl(address().resolve("/api/"))
                .retry(Retry.standard().attempts(1))
                .largestAnswer(1_000_000)
                .build()) {
            return catchThrowableOfType(
                    AdapterException.class,
                    () -> workspace.conversation("#platform").get());
        }
    }
}
