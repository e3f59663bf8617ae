"""python -m exercises.experiments: lists the experiments."""

import argparse
import importlib

from exercises.experiments import NAMES


def main() -> None:
    argparse.ArgumentParser(prog="python -m exercises.experiments", description="Lists the experiments.").parse_args()
    print("Experiments with your own network. Each asks for your guess first, and takes some seconds:\n")
    for name in NAMES:
        experiment = importlib.import_module(f"exercises.experiments.{name}").EXPERIMENT
        print(f"  python -m exercises.experiments.{name:20} {experiment.title}")
    print(f"  python -m exercises.experiments.{'live':20} The decision boundary, while it learns")
    print("\nWith --reference they run on the kit's own code, with --help they tell what else they can do.")


if __name__ == "__main__":
    main()
