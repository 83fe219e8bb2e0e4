package dev.gosync.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers every request for a further page with the first page again. A request is one for a further page if it differs from the
 * first request of its path only by numbers and by texts that the answer before it named. Safe for use by several threads.
 */
final class EndlessPages {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_=.:+/-]+");

    private static final Pattern ENCODED = Pattern.compile("%(2[0-9B-F]|3[ABD-F])", Pattern.CASE_INSENSITIVE);

    /** Shorter parts of an answer may be anything; longer ones are a cursor. */
    private static final int SHORTEST_CURSOR = 6;

    private record First(Set<String> parts, FakeAnswer answer, Set<String> named) {}

    private final Map<String, First> lists = new HashMap<>();
    private int cursors;

    synchronized void forget() {
        lists.clear();
    }

    synchronized FakeAnswer answer(FakeRequest request, Supplier<FakeAnswer> genuine) {
        Set<String> parts = parts(request);
        First first = lists.get(request.operation() + " " + request.path());
        if (first == null) {
            FakeAnswer answer = genuine.get();
            lists.put(request.operation() + " " + request.path(), new First(parts, answer, parts(answer)));
            return answer;
        }
        Set<String> others = new HashSet<>(parts);
        others.removeAll(first.parts);
        boolean isFurther = !others.isEmpty()
                && others.stream()
                        .allMatch(part -> part.matches("[0-9]+") || first.named.contains(part) || isName(part));
        return isFurther ? again(first, others) : genuine.get();
    }

    /** The name of a parameter, which the first request did not have. */
    private static boolean isName(String part) {
        return part.matches(
                "(?i)(next_?|page_?|start_?)?(cursor|token|page|offset|from|after|start|marker|startat)(_?token)?");
    }

    private FakeAnswer again(First first, Set<String> others) {
        FakeAnswer answer = first.answer;
        for (String part : others) {
            if (part.length() >= SHORTEST_CURSOR && !part.matches("[0-9]+") && first.named.contains(part)) {
                String next = part + "x" + ++cursors;
                first.named.add(next);
                answer = answer.body(answer.body().replace(part, next));
                if (answer.headers().containsKey("Link")) {
                    answer = answer.header("Link", answer.headers().get("Link").replace(part, next));
                }
            }
        }
        return answer;
    }

    private static Set<String> parts(FakeRequest request) {
        int question = request.target().indexOf('?');
        String query = question < 0 ? "" : request.target().substring(question + 1);
        return parts(decoded(separated(query + " " + request.body())));
    }

    /**
     * The names of parameters without the sign behind them. A cursor may end with that sign. A name may have brackets, as in
     * {@code page[number]=2}, and clients encode them.
     */
    private static String separated(String text) {
        return text.replaceAll("(^|[&?\\s])((?:[A-Za-z0-9_.\\[\\]-]|%5[BbDd])+)=", "$1$2 ")
                .replace('&', ' ');
    }

    /** A cursor may hold characters that a request has to encode. */
    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        Matcher encoded = ENCODED.matcher(text);
        while (encoded.find()) {
            char character = (char) Integer.parseInt(encoded.group(1), 16);
            encoded.appendReplacement(decoded, Matcher.quoteReplacement(String.valueOf(character)));
        }
        return encoded.appendTail(decoded).toString();
    }

    private static Set<String> parts(FakeAnswer answer) {
        return parts(answer.body() + " " + answer.headers().values());
    }

    private static Set<String> parts(String text) {
        Set<String> parts = new HashSet<>();
        Matcher matcher = PART.matcher(separated(text));
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        return parts;
    }
}
