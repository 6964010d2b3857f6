import sys
from pathlib import Path

# Strategies are shared by the rooms' tests; tests/ is no package.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
