package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Rules.Named;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract on paper, the one in code and the one that is proved are one contract. */
class RulesTest {
    private static final Path CONTRACT = Path.of("../docs/adapter-contract.md");
    private static final Pattern RULE = Pattern.compile("(?m)^### ([A-Z]-\\d+) (.+)\\n\\n((?:.+\\n)+)");

    @Test
    void theRulesOnPaperInCodeAndProvedAreTheSame() throws IOException {
        Map<String, String> onPaper = new TreeMap<>();
        Matcher rules = RULE.matcher(Files.readString(CONTRACT));
        while (rules.find()) {
            String title = rules.group(2).replace(",", "").toLowerCase(Locale.ROOT);
            assertThat(onPaper.put(rules.group(1), title))
                    .as("%s stands there twice", rules.group(1))
                    .isNull();
            assertThat(rules.group(3)).as(rules.group(1)).containsPattern("\\b(MUST|SHOULD)\\b");
        }

        Map<String, String> inCode = Rules.of(AdapterContract.class).stream()
                .collect(Collectors.toMap(Named::number, Named::title, (one, other) -> "twice", TreeMap::new));
        Set<String> proved = Proof.allMistakes().stream()
                .map(broken -> broken.caughtBy().get(0))
                .collect(Collectors.toSet());

        assertThat(inCode).hasSizeGreaterThan(100).isEqualTo(onPaper);
        assertThat(proved).isEqualTo(inCode.keySet());
    }

    @Test
    void everyRuleHasItsTurn() {
        assertThat(Rules.ORDER)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Rules.of(AdapterContract.class).stream()
                        .map(Named::number)
                        .toList());
    }

    @Test
    void everyLimitationIsOnPaperAndLiedAboutInAProof() throws IOException {
        String paper = Files.readString(CONTRACT);
        Set<Limitation> lies = Proof.allMistakes().stream()
                .flatMap(broken -> broken.limitations().stream())
                .collect(Collectors.toSet());

        assertThat(lies).containsExactlyInAnyOrder(Limitation.values());
        assertThat(Limitation.values()).allSatisfy(each -> assertThat(paper).contains("| `" + each + "` |"));
    }

    @Test
    void mistakesHaveNamesOfTheirOwn() {
        assertThat(Proof.allMistakes()).extracting(Broken::name).doesNotHaveDuplicates();
    }

    @Test
    void aRuleIsAPublicFinalMethodThatNoSubclassCanHide() {
        List<Method> rules = Arrays.stream(AdapterContract.class.getMethods())
                .filter(Rules::isRule)
                .toList();

        assertThat(rules).hasSizeGreaterThan(70).allSatisfy(rule -> {
            assertThat(Modifier.isFinal(rule.getModifiers())).isTrue();
            assertThat(rule.getParameterCount()).isZero();
        });
    }

    @Test
    void aSourceHasAContractOfItsOwn() {
        List<String> ofSources =
                Rules.of(SourceContract.class).stream().map(Named::number).toList();
        Map<String, Named> ofAdapters = new LinkedHashMap<>();
        Rules.of(AdapterContract.class).forEach(rule -> ofAdapters.put(rule.number(), rule));

        assertThat(ofSources).hasSizeGreaterThan(30).isSubsetOf(ofAdapters.keySet());
        assertThat(ofSources).noneMatch(number -> number.matches("[ARCO]-.*"));
    }
}
