"""The memories of the study by the names that its texts use, so that no text types one."""

from momentum.study.plan import BETAS

HALF, SHORT, LONG, LONGEST = BETAS[1:5]
