package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(
        name = "plan",
        description = "Shows plans and when they are due.",
        subcommands = {PlanList.class, PlanGet.class})
final class PlanCommand extends Group {}
